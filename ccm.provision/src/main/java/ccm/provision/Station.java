package ccm.provision;

import ccm.api.device.Device;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiJoin.Address;
import ccm.api.wifi.WifiJoin.Enterprise;
import ccm.api.wifi.WifiState;
import java.time.Duration;
import java.util.Optional;

/**
 * A network that is set to be joined.
 *
 * @param name its section: {@code sta}, {@code sta1}, {@code sta2}
 * @param enabled whether it shall be joined
 * @param ask all that the radio is asked for, but for the limit
 */
record Station(String name, boolean enabled, WifiJoin ask) {
    static Station of(String name, StationSettings settings, Device device) {
        return new Station(
                name,
                settings.enable(),
                new WifiJoin(
                        settings.ssid(),
                        settings.utf8(),
                        settings._pass(),
                        settings.bssid(),
                        false,
                        enterprise(settings),
                        address(settings),
                        device.expand(settings.dhcp__hostname()),
                        Duration.ZERO));
    }

    String ssid() {
        return ask.ssid();
    }

    /**
     * What to ask the radio for.
     *
     * @param hidden whether to look for a name that nobody announces
     */
    WifiJoin join(boolean hidden, Duration limit) {
        return new WifiJoin(
                ask.ssid(),
                ask.utf8(),
                ask.password(),
                ask.bssid(),
                hidden,
                ask.enterprise(),
                ask.address(),
                ask.hostname(),
                limit);
    }

    /** True when the radio is in a network of this name. */
    boolean isIn(WifiState state) {
        return state.phase() == WifiState.Phase.GOT_IP && state.ssid().equals(ssid());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "wifi." + name + " \"" + ssid() + "\"";
    }

    private static Optional<Enterprise> enterprise(StationSettings settings) {
        return settings.user().isEmpty() && settings.cert().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Enterprise(
                                settings.user(),
                                settings.anon__identity(),
                                settings.cert(),
                                settings.key(),
                                settings.ca__cert()));
    }

    private static Optional<Address> address(StationSettings settings) {
        Optional<Ip4> mask = Ip4.of(settings.netmask()).filter(Ip4::isMask);
        return settings.ip().isEmpty() || mask.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Address(
                                settings.ip(),
                                Integer.bitCount(mask.get().bits()),
                                settings.gw(),
                                settings.nameserver()));
    }
}
