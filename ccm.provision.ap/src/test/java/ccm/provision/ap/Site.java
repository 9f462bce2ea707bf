package ccm.provision.ap;

import ccm.api.provision.Provisioning;
import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiNetwork.Protection;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import java.util.List;
import java.util.Optional;

/** A channel on loopback, with doubles of the radio and the engine. */
final class Site implements Services, AutoCloseable {
    static final String NETWORK = "CCM-A1B2C3";
    static final List<WifiNetwork> NETWORKS =
            List.of(
                    network("Home", true, Protection.WPA2, -48),
                    network("Office <b>\"1\"</b> & 'co'", true, Protection.WPA_WPA2, -66),
                    network("Café Übermut 咖啡", true, Protection.OPEN, -70),
                    network("caf\u00e9\u0001", false, Protection.WPA3, -80),
                    network(
                            "\u202Eevil\r\n</label><script>x()</script>",
                            true,
                            Protection.WPA2,
                            -81),
                    network("Corp", true, Protection.ENTERPRISE, -82),
                    network("", true, Protection.WPA2, -83));

    /** Those of the picture. */
    static final List<WifiNetwork> TAME =
            List.of(
                    network("Home", true, Protection.WPA2, -48),
                    network("Smith family", true, Protection.WPA3, -66),
                    network("Café Übermut", true, Protection.OPEN, -70),
                    network("Office", true, Protection.ENTERPRISE, -82));

    final FakeWifi wifi = new FakeWifi();
    final FakeEngine engine = new FakeEngine();
    volatile boolean away;
    private final JettyDoor door;
    private String url = "";

    Site() {
        wifi.networks = NETWORKS;
        DoorSettings settings =
                new DoorSettings(
                        "127.0.0.1", 0, "255.255.255.0", "gateway.lan", NETWORK, "ccm_A1B2C3");
        door = new JettyDoor(settings, new Routes(this, settings));
    }

    Site open() throws java.io.IOException {
        url = door.open();
        return this;
    }

    int port() {
        return java.net.URI.create(url).getPort();
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        door.close();
    }

    @Override
    public Optional<Wifi> wifi() {
        return Optional.of(wifi);
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return away ? Optional.empty() : Optional.of(engine);
    }

    /** A channel with the settings {@code wifi.ap.*}. */
    static AccessPointChannel channel(String address, int port, Object... network) {
        FakeDevice device = new FakeDevice("ccm_A1B2C3");
        return new AccessPointChannel(
                device,
                new NetworkSettings(device, Configs.of(NetworkSettings.Config.class, network)),
                Configs.of(AccessPointChannel.Config.class, "address", address, "port", port));
    }

    private static WifiNetwork network(String ssid, boolean utf8, Protection kind, int rssi) {
        return new WifiNetwork(ssid, utf8, "02:00:00:00:00:01", kind, 6, rssi);
    }
}
