package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Every bundle of the main path is replaced again and again while a host publishes. */
public class SwapPeersIT {
    private static final long BETWEEN_MESSAGES = TimeUnit.MILLISECONDS.toNanos(20); // 50 a second
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final int ANSWERED_BETWEEN_SWAPS = 3;
    private static final Duration DRAINED = Duration.ofMinutes(1);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, List<WeakReference<ClassLoader>>> loaders = new HashMap<>();
    private final AtomicReference<String> trouble = new AtomicReference<>();
    private volatile boolean publishing = true;
    private volatile int published;

    @Test
    public void nothingIsLostWhileBundlesAreSwapped() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Arrivals arrivals = new Arrivals();
                PublishingHost host = new PublishingHost();
                InProcessGateway gateway = gateway(broker, host)) {
            arrivals.subscribe(broker.port(), PublishingHost.TOPIC + "/#");
            Thread publisher = start("ccm-itest-publisher", () -> publish(host));
            eventually(() -> assertTrue("first message", arrivals.count() > 0));
            Thread watcher = start("ccm-itest-watcher", () -> watch(host.device()));

            swap(gateway, host, "ccm.cloud.mqtt", ALL ? 200 : 60);
            for (String name : List.of("ccm.core", "ccm.cloud", "ccm.outbox", "ccm.mqtt")) {
                swap(gateway, host, name, ALL ? 50 : 20);
            }

            publishing = false;
            publisher.join();
            watcher.join();
            assertEquals(null, trouble.get());
            eventually(DRAINED, () -> assertEquals("frames without an answer", 0, host.open()));
            assertTrue("refused: " + host.refused(), host.refused().isEmpty());
            eventually(DRAINED, () -> assertEquals("messages", published, arrivals.count()));
            assertEquals("order by topic", "", arrivals.disorder());
            eventually(DRAINED, this::assertNoOldLoaderIsLeft);
        }
    }

    private InProcessGateway gateway(Mosquitto broker, PublishingHost host) throws Exception {
        String settings =
                "{\"mqtt\":{\"enable\":true,\"server\":\"127.0.0.1:"
                        + broker.port()
                        + "\",\"reconnect_timeout_min\":0.1},\"host\":{\"rpc\":{\"uart\":{\"port\":\""
                        + host.device()
                        + "\"}}}}";
        return new InProcessGateway("mqtt", folder.newFolder().toPath(), settings);
    }

    private void swap(InProcessGateway gateway, PublishingHost host, String name, int times)
            throws Exception {
        Path jar = Sku.jar("mqtt", name);
        List<WeakReference<ClassLoader>> old =
                loaders.computeIfAbsent(name, key -> new ArrayList<>());
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            old.add(new WeakReference<>(gateway.loader(name)));
            gateway.swap(name, jar);
            int answered = host.answered();
            eventually(
                    () ->
                            assertTrue(
                                    name + ": no message answered after a swap",
                                    host.answered() >= answered + ANSWERED_BETWEEN_SWAPS));
        }
        System.out.printf(
                "SwapPeersIT: %s swapped %d times in %d s%n",
                name, times, (System.nanoTime() - begin) / 1_000_000_000);
    }

    private void assertNoOldLoaderIsLeft() {
        System.gc();
        loaders.forEach(
                (name, old) -> {
                    long left = old.stream().filter(loader -> loader.get() != null).count();
                    assertEquals(
                            name + ": class loaders of replaced copies still on the heap", 0, left);
                });
    }

    private void publish(PublishingHost host) {
        try {
            while (publishing) {
                host.publish(published);
                published = published + 1;
                LockSupport.parkNanos(BETWEEN_MESSAGES);
            }
        } catch (IOException | InterruptedException e) {
            trouble.compareAndSet(null, "the host could not publish: " + e.getMessage());
        }
    }

    /** The terminal stays open: besides the test's own hold on it there is always the gateway's. */
    private void watch(String device) {
        while (publishing) {
            if (opened(device) < 2) {
                trouble.compareAndSet(null, device + ": was closed by a swap");
            }
            LockSupport.parkNanos(BETWEEN_MESSAGES);
        }
    }

    private static long opened(String device) {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> leadsTo(file, device)).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean leadsTo(Path file, String device) {
        try {
            return Files.readSymbolicLink(file).toString().equals(device);
        } catch (IOException e) {
            return false; // closed in the meantime
        }
    }

    private static Thread start(String name, Runnable job) {
        Thread thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
