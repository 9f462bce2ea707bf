package ccm.board.linux.wifi;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiJoin;
import ccm.sim.dbus.bus.PrivateBus;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A radio of a scripted NetworkManager, as the gateway sees it. */
final class RadioBench implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int PATIENCE_SECONDS = 30;

    final PrivateBus bus = PrivateBus.start();
    final ScriptedNetworkManager manager = ScriptedNetworkManager.start(bus.address());

    private final RadioWatch watch;
    private volatile Wifi shown; // null when there is none

    RadioBench() {
        this(SideInterface.NONE);
    }

    RadioBench(SideInterface side) {
        watch =
                new RadioWatch(
                        bus.address(),
                        List.of(new NmService(side)),
                        new RadioWatch.Show() {
                            @Override
                            public void show(Wifi wifi) {
                                shown = wifi;
                            }

                            @Override
                            public void hide() {
                                shown = null;
                            }
                        });
    }

    RadioBench open() {
        watch.open();
        return this;
    }

    /** The radio, which is waited for. */
    Wifi wifi() {
        eventually(() -> assertNotNull(shown, "no radio"));
        return shown;
    }

    boolean hidden() {
        return shown == null;
    }

    /** The gateway's process ends: nothing is withdrawn. */
    void stopWatching() {
        watch.close();
    }

    @Override
    public void close() {
        watch.close();
        manager.close();
        bus.close();
    }

    static WifiJoin network(String ssid, String password) {
        return new WifiJoin(
                ssid, true, password, "", false, Optional.empty(), Optional.empty(), "", LIMIT);
    }

    static WifiAccessPoint accessPoint() {
        return new WifiAccessPoint("CCM-123456", "setup-pass-1", false, 6, "192.168.4.1", 24, "");
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static WifiException fails(WifiException.Kind kind, CompletionStage<?> stage) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(stage));
        WifiException cause = assertInstanceOf(WifiException.class, e.getCause());
        assertEquals(kind, cause.kind(), cause.getMessage());
        return cause;
    }
}
