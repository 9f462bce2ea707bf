package ccm.board.linux.wifi;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.Optional;

/** A service of the system that runs radios. */
interface RadioService {
    /** Its name on the bus. */
    String name();

    /** What people call it. */
    String title();

    /** How long the ones before it may take to appear when the system or they themselves start. */
    Duration patience();

    /** The radio that it runs, of whose signals none is missed from now on; empty for none. */
    Optional<SteppedRadio> open(Bus bus) throws BusException;
}
