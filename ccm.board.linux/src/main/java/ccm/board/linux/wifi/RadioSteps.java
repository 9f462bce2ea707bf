package ccm.board.linux.wifi;

import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a service of the system is made to do with a radio, step by step. Used by the radio's thread
 * alone, but for {@link #state}, {@link #accessPoint} and {@link #gone}.
 */
interface RadioSteps {
    WifiState state();

    Optional<WifiAccessPoint> accessPoint();

    /** True when the service or the radio is no more: steps fail, and none begins. */
    boolean gone();

    void end();

    /** Takes over or removes what an earlier run left. */
    void adopt() throws BusException;

    /** Takes back what must not outlive us. */
    void withdraw() throws BusException;

    void hear(Signal signal);

    /** Looks what is so now. */
    void refresh();

    List<WifiNetwork> scan() throws WifiException, BusException, InterruptedException;

    /**
     * Joins.
     *
     * @param displaced true as soon as a newer try takes this one's place
     */
    WifiState join(WifiJoin request, BooleanSupplier displaced)
            throws WifiException, BusException, InterruptedException;

    void leave() throws WifiException, BusException, InterruptedException;

    void open(WifiAccessPoint request) throws WifiException, BusException, InterruptedException;

    void close() throws BusException;
}
