package ccm.board.linux.wifi;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ccm.api.wifi.Wifi;
import ccm.sim.dbus.bus.PrivateBus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A radio of a scripted wpa_supplicant, as the gateway sees it. */
final class WpaBench implements AutoCloseable {
    final PrivateBus bus = PrivateBus.start();

    /** What the system gives; empty for nothing. */
    volatile String address = "192.168.50.18";

    /** How often that was looked at. */
    final AtomicInteger looks = new AtomicInteger();

    private RadioWatch watch; // null before open
    private volatile Wifi shown; // null when there is none

    /** Looks for a radio; again when it has closed. */
    WpaBench open(Duration patience, Duration settling, Path interfaces) {
        WpaService.Surroundings system =
                new WpaService.Surroundings(name -> look(), settling, interfaces);
        watch =
                new RadioWatch(
                        bus.address(),
                        List.of(
                                new NmService(SideInterface.NONE),
                                new WpaService(patience, system)),
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
        watch.open();
        return this;
    }

    /** The same on a machine without radios of its own, whose addresses settle at once. */
    WpaBench open() {
        return open(Duration.ZERO, Duration.ZERO, Path.of("/nonexistent"));
    }

    private String look() {
        looks.incrementAndGet();
        return address;
    }

    /** The gateway's process ends. */
    void stopWatching() {
        watch.close();
    }

    /** The radio, which is waited for. */
    Wifi wifi() {
        eventually(() -> assertNotNull(shown, "no radio"));
        return shown;
    }

    boolean hidden() {
        return shown == null;
    }

    void runBy(String runner) {
        eventually(
                () -> {
                    Wifi now = shown;
                    assertNotNull(now);
                    assertEquals(runner, now.runner());
                });
    }

    @Override
    public void close() {
        watch.close();
        bus.close();
    }
}
