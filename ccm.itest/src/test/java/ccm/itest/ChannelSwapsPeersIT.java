package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.sim.dbus.bluez.ScriptedBluez;
import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The ways in which people set a gateway up are stopped, updated and started while a phone is at
 * each of them and the host talks: nobody notices but who uses the one that is replaced, and he
 * goes on when it is back.
 */
public class ChannelSwapsPeersIT {
    private static final int ROUNDS = Boolean.getBoolean("ccm.long") ? 30 : 1;
    private static final List<String> CHANNELS = List.of("ap", "ble", "serial");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENOUGH = 3; // of calls that went well
    private static final String SETTINGS =
            """
            {"http":{"enable":false},"console":{"enable":false},
             "provision":{"ap":{"states":"0,1,2,3","http":{"address":"127.0.0.1","port":%d}},
              "ble":{"states":"0,1,2,3"}},
             "host":{"rpc":{"uart":{"port":"%s"}}}}
            """;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient browser = HttpClient.newHttpClient();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private int port;
    private int calls;

    @Test
    public void nobodyElseNotices() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path place = folder.getRoot().toPath();
        try (PrivateBus bus = PrivateBus.start();
                ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());
                ScriptedBluez bluez = ScriptedBluez.start(bus.address());
                RawHost host = new RawHost()) {
            bluez.plug("hci0", true);
            String settings = SETTINGS.formatted(port, host.device());
            try (InProcessGateway gateway =
                    InProcessGateway.withBus("full", place, settings, bus.address())) {
                swapAll(gateway, manager, bluez, host);
            }
        }
    }

    private void swapAll(
            InProcessGateway gateway,
            ScriptedNetworkManager manager,
            ScriptedBluez bluez,
            RawHost host)
            throws Exception {
        host.awaitGateway();
        eventually(PATIENCE, () -> assertFalse(manager.accessPoint("wlan0").isEmpty()));
        try (BlePhone phone = new BlePhone(bluez, "hci0");
                Traffic atHost = new Traffic("host", 10, () -> ping(host));
                Traffic atDoor = new Traffic("ap", 150, this::page);
                Traffic atPhone = new Traffic("ble", 100, phone::ping)) {
            List<Traffic> all = List.of(atHost, atDoor, atPhone);
            for (Traffic each : all) {
                each.excuse();
                each.start();
            }
            all.forEach(ChannelSwapsPeersIT::goesOn);
            all.forEach(Traffic::expectAll);
            long opened = opened(manager);
            int round = 0;
            for (; round < ROUNDS; round++) {
                for (String name : CHANNELS) {
                    swap(gateway, name, all);
                    assertTrue(name, name.equals("ble") || phone.isConnected());
                }
            }
            for (Traffic each : all) {
                assertEquals(each.name(), List.of(), each.failures());
            }
            assertEquals("access points", opened + round, opened(manager));
            System.out.printf(
                    "ChannelSwapsPeersIT: %d swaps; answered: host %d, ap %d, ble %d%n",
                    round * CHANNELS.size(), atHost.count(), atDoor.count(), atPhone.count());
        }
        eventually(PATIENCE, this::assertNoOldLoaderIsLeft);
    }

    private void swap(InProcessGateway gateway, String name, List<Traffic> all) throws Exception {
        String bundle = "ccm.provision." + name;
        loaders.add(new WeakReference<>(gateway.loader(bundle)));
        for (Traffic each : all) {
            if (each.name().equals(name)) {
                each.excuse();
            }
        }
        gateway.swap(bundle, Sku.jar("full", bundle));
        all.forEach(ChannelSwapsPeersIT::goesOn);
        all.forEach(Traffic::expectAll);
    }

    private static void goesOn(Traffic traffic) {
        int before = traffic.count();
        eventually(
                PATIENCE,
                () ->
                        assertTrue(
                                traffic.name() + ": no more answers: " + traffic.last(),
                                traffic.count() >= before + ENOUGH));
    }

    private void ping(RawHost host) throws Exception {
        JsonNode answer = host.call(Integer.toString(++calls), "RPC.Ping", "{}");
        assertTrue(answer.toString(), answer.has("result"));
    }

    private void page() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/rpc/Provision.Status"))
                        .timeout(PATIENCE)
                        .build();
        HttpResponse<String> answer = browser.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 200, answer.statusCode());
    }

    private static long opened(ScriptedNetworkManager manager) {
        return manager.asked().stream()
                .filter(line -> line.startsWith("AddAndActivate") && line.contains("ccm-ap"))
                .count();
    }

    private void assertNoOldLoaderIsLeft() {
        System.gc();
        long left = loaders.stream().filter(loader -> loader.get() != null).count();
        assertEquals("class loaders of replaced copies still on the heap", 0, left);
    }
}
