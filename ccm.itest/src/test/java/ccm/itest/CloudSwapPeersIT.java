package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Three clouds side by side in one gateway: one is replaced again and again while a host publishes
 * to all, and the others never notice; then the engines they share are replaced, and no cloud does.
 */
public class CloudSwapPeersIT {
    private static final boolean ALL = Boolean.getBoolean("ccm.long");
    private static final int SWAPS = ALL ? 100 : 15;
    private static final int OF_OTHERS = ALL ? 10 : 3;
    private static final long BETWEEN_MESSAGES = TimeUnit.MILLISECONDS.toNanos(120); // Azure: 10/s
    private static final Duration DRAINED = Duration.ofMinutes(1);
    private static final Duration UNNOTICED = Duration.ofSeconds(2);
    private static final String SKU = "full";
    private static final double PERCENTILE = 0.99;

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final ObjectMapper json = new ObjectMapper();
    private final List<WeakReference<ClassLoader>> replaced = new ArrayList<>();
    private final Map<Integer, Instant> sent = new ConcurrentHashMap<>();
    private final AtomicReference<String> trouble = new AtomicReference<>();
    private volatile boolean publishing = true;

    private CloudDesk aws;
    private CloudDesk azure;
    private Mosquitto broker;
    private Arrivals atBroker;
    private PublishingHost host;
    private InProcessGateway gateway;
    private Thread publisher;

    @Before
    public void start() throws Exception {
        aws = new CloudDesk("aws", folder.newFolder("aws").toPath());
        azure = new CloudDesk("azure", folder.newFolder("azure").toPath());
        broker = Mosquitto.plain();
        atBroker = new Arrivals();
        atBroker.subscribe(broker.port(), PublishingHost.TOPIC + "/#");
        host = new PublishingHost();
        gateway = new InProcessGateway(SKU, folder.newFolder().toPath(), settings());
        publisher = new Thread(this::publish, "ccm-itest-publisher");
        publisher.start();
        eventually(
                () -> {
                    assertTrue("aws", aws.arrivals().count() > 0);
                    assertTrue("azure", azure.arrivals().count() > 0);
                    assertTrue("broker", atBroker.count() > 0);
                });
    }

    @After
    public void stop() throws Exception {
        publishing = false;
        publisher.join();
        gateway.close();
        host.close();
        atBroker.close();
        broker.close();
        azure.close();
        aws.close();
    }

    @Test
    public void whatIsSwappedIsMissedByNobody() throws Exception {
        wanted(0);
        int threads = threads();

        List<String> before = comings(azure);
        swapCloud(aws, SWAPS);
        assertEquals("the others", before, comings(azure));

        before = comings(aws);
        swapCloud(azure, OF_OTHERS);
        assertEquals("the others", before, comings(aws));

        before = comings(aws, azure);
        swapEngine("ccm.shadow", 1);
        swapEngine("ccm.cloud", 1 + OF_OTHERS);
        assertEquals("the clouds while engines were swapped", before, comings(aws, azure));

        publishing = false;
        publisher.join();
        assertNothingIsLost();
        eventually(DRAINED, this::assertNoOldLoaderIsLeft);
        eventually(() -> assertTrue(threads() + " threads, not " + threads, threads() <= threads));
    }

    private void assertNothingIsLost() {
        assertEquals(null, trouble.get());
        eventually(DRAINED, () -> assertEquals("frames without an answer", 0, host.open()));
        assertEquals("refused", List.of(), host.refused());
        for (Arrivals arrivals : List.of(aws.arrivals(), azure.arrivals(), atBroker)) {
            eventually(DRAINED, () -> assertEquals("messages", sent.size(), arrivals.count()));
            assertEquals("order by topic", "", arrivals.disorder());
        }
    }

    private void swapCloud(CloudDesk cloud, int times) throws Exception {
        long begin = System.nanoTime();
        int first = sent.size();
        for (int i = 0; i < times; i++) {
            int logins = cloud.logins();
            int arrived = cloud.arrivals().count();
            swap("ccm.cloud." + cloud.name());
            eventually(
                    () -> {
                        assertEquals(cloud.name() + ": logins", logins + 1, cloud.logins());
                        assertTrue(
                                cloud.name() + ": no message after a swap",
                                cloud.arrivals().count() > arrived);
                    });
        }
        CloudDesk other = cloud == aws ? azure : aws;
        Duration late = percentile(other.latencies(sent, first));
        said("ccm.cloud." + cloud.name(), times, begin);
        System.out.printf(
                "CloudSwapPeersIT: meanwhile 99 %% of messages were at %s within %d ms; %d came"
                        + " twice to %s%n",
                other.name(), late.toMillis(), cloud.arrivals().repeated(), cloud.name());
        assertTrue(other.name() + ": " + late, late.compareTo(UNNOTICED) < 0);
    }

    /** Each time something is wanted just before, by both clouds: it is not forgotten. */
    private void swapEngine(String name, int firstWish) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < OF_OTHERS; i++) {
            int wish = firstWish + i;
            aws.desire(json.createObjectNode().put("aws", wish));
            azure.desire(json.createObjectNode().put("azure", wish));
            int answered = host.answered();
            swap(name);
            wanted(wish);
            eventually(() -> assertTrue(name, host.answered() > answered));
        }
        said(name, OF_OTHERS, begin);
    }

    /** Both clouds know that the host has done what both want. */
    private void wanted(int wish) {
        ObjectNode both = json.createObjectNode().put("aws", wish).put("azure", wish);
        if (wish == 0) {
            aws.desire(json.createObjectNode().put("aws", wish));
            azure.desire(json.createObjectNode().put("azure", wish));
        }
        for (CloudDesk cloud : List.of(aws, azure)) {
            eventually(() -> assertEquals(cloud.name() + ": reported", both, cloud.reported()));
        }
    }

    private void swap(String name) throws Exception {
        replaced.add(new WeakReference<>(gateway.loader(name)));
        gateway.swap(name, Sku.jar(SKU, name));
    }

    private static void said(String name, int times, long begin) {
        System.out.printf(
                "CloudSwapPeersIT: %s swapped %d times in %d ms%n",
                name, times, (System.nanoTime() - begin) / 1_000_000);
    }

    private List<String> comings(CloudDesk... desks) {
        List<String> all = new ArrayList<>();
        for (CloudDesk desk : desks) {
            all.addAll(desk.comings());
        }
        broker.log()
                .lines()
                .filter(line -> line.contains("lient") && line.contains("connect"))
                .forEach(all::add);
        return all;
    }

    private static Duration percentile(List<Duration> sorted) {
        return sorted.get((int) Math.ceil(sorted.size() * PERCENTILE) - 1);
    }

    private static int threads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("ccm-") || name.startsWith("MQTT"))
                        .filter(name -> !name.startsWith("ccm-itest"))
                        .count();
    }

    private void assertNoOldLoaderIsLeft() {
        System.gc();
        long left = replaced.stream().filter(loader -> loader.get() != null).count();
        assertEquals("class loaders of replaced bundles still on the heap", 0, left);
    }

    private void publish() {
        try {
            for (int number = 0; publishing; number++) {
                sent.put(number, Instant.now());
                host.publish(number);
                LockSupport.parkNanos(BETWEEN_MESSAGES);
            }
        } catch (IOException | InterruptedException e) {
            trouble.compareAndSet(null, "the host could not publish: " + e.getMessage());
        }
    }

    private String settings() {
        ObjectNode settings = json.createObjectNode();
        settings.putObject("http").put("listen_addr", "127.0.0.1:0");
        settings.putObject("console").put("enable", false);
        settings.putObject("mqtt").put("enable", true).put("server", broker.address());
        settings.withObject("/host/rpc/uart").put("port", host.device());
        for (CloudDesk cloud : List.of(aws, azure)) {
            cloud.settings()
                    .forEach(
                            (path, value) -> {
                                int name = path.lastIndexOf('.');
                                ObjectNode in =
                                        settings.withObject(
                                                "/" + path.substring(0, name).replace('.', '/'));
                                if (value.equals("true")) {
                                    in.put(path.substring(name + 1), true);
                                } else {
                                    in.put(path.substring(name + 1), value);
                                }
                            });
        }
        return settings.toString();
    }
}
