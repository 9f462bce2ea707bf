package ccm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One emulated cloud and its devices, one after the other. Arrivals are timed by the cloud, whose
 * clock is ours; wishes from before the request to the control interface until the device has it.
 */
final class CloudRun {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2_200);
    private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long BETWEEN_WISHES =
            TimeUnit.MILLISECONDS.toNanos(120); // told 10 times/s
    private static final int WARM_WISHES = 20;
    private static final int PEER_HELD = 2_000;

    private final CloudCase cloud;
    private final Path home;
    private final Load load;
    private int messages; // the number of the next
    private int wishes;

    /**
     * How much a run does.
     *
     * @param bursts of which the first does not count
     * @param heldSeconds for the rate over time
     * @param wishes that count
     */
    record Load(int bursts, int heldSeconds, int wishes) {}

    CloudRun(CloudCase cloud, Path home, Load load) {
        this.cloud = cloud;
        this.home = home;
        this.load = load;
    }

    /** One round, the unit first where there is one. */
    Map<String, CloudFigures> measure(Path folder) throws IOException {
        Map<String, CloudFigures> figures = new LinkedHashMap<>();
        try (CloudEmulator emulator = new CloudEmulator(cloud, home, folder)) {
            Optional<CloudPeer> peer = CloudPeer.of(cloud, emulator.settings());
            if (peer.isPresent()) {
                try (CloudPeer device = peer.get()) {
                    figures.put(CloudPeer.NAME, peer(device, emulator));
                }
            }
            try (CloudGateway gateway =
                    new CloudGateway(cloud, emulator.settings(), home, folder)) {
                figures.put("CCM", gateway(gateway, emulator));
            }
        }
        return figures;
    }

    private CloudFigures peer(CloudPeer peer, CloudEmulator emulator) throws IOException {
        peer.publish(messages, PEER_HELD); // the harness is compiled then
        messages += PEER_HELD;
        double burst = bursts(peer, emulator);
        long begin = System.nanoTime();
        peer.publish(messages, PEER_HELD);
        messages += PEER_HELD;
        double held = PEER_HELD * 1e9 / (System.nanoTime() - begin);
        long[] late = wishes(peer, emulator);
        return new CloudFigures(
                burst, held, percentile(late, 0.5), percentile(late, 0.99), Double.NaN, Double.NaN);
    }

    private CloudFigures gateway(CloudGateway gateway, CloudEmulator emulator) throws IOException {
        gateway.publish(messages, 1);
        await(emulator, messages, 1);
        messages++;
        double first = gateway.age();
        LockSupport.parkNanos(SETTLE_NANOS);
        double idle = gateway.megabytes();
        burst(gateway, emulator);
        double burst = bursts(gateway, emulator);
        double held = held(gateway, emulator);
        long[] late = wishes(gateway, emulator);
        return new CloudFigures(
                burst, held, percentile(late, 0.5), percentile(late, 0.99), first, idle);
    }

    private double bursts(CloudDevice device, CloudEmulator emulator) throws IOException {
        double[] rates = new double[load.bursts()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = burst(device, emulator);
        }
        Arrays.sort(rates);
        return rates[rates.length / 2];
    }

    private double burst(CloudDevice device, CloudEmulator emulator) throws IOException {
        LockSupport.parkNanos(CREDIT_NANOS);
        int from = messages;
        device.publish(from, cloud.burst());
        messages += cloud.burst();
        await(emulator, from, cloud.burst());
        return rate(emulator, from, cloud.burst());
    }

    /** What goes over time, when what goes at once has gone. */
    private double held(CloudDevice device, CloudEmulator emulator) throws IOException {
        LockSupport.parkNanos(CREDIT_NANOS);
        int atOnce = messages;
        int count = cloud.rate() * load.heldSeconds();
        device.publish(atOnce, cloud.burst() + count);
        messages += cloud.burst() + count;
        await(emulator, atOnce, cloud.burst() + count);
        return rate(emulator, atOnce + cloud.burst(), count);
    }

    private static double rate(CloudEmulator emulator, int from, int count) {
        Instant[] times =
                IntStream.range(from, from + count)
                        .mapToObj(emulator.arrivals()::get)
                        .sorted()
                        .toArray(Instant[]::new);
        return (count - 1) * 1e9 / Duration.between(times[0], times[count - 1]).toNanos();
    }

    private long[] wishes(CloudDevice device, CloudEmulator emulator) throws IOException {
        long[] nanos = new long[load.wishes()];
        for (int i = -WARM_WISHES; i < nanos.length; i++) {
            int wish = ++wishes;
            long begin = System.nanoTime();
            emulator.desire(wish);
            while (device.wished() != wish) {
                if (System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new IOException(cloud.name() + ": wish " + wish + " does not come");
                }
                LockSupport.parkNanos(STEP_NANOS);
            }
            nanos[Math.max(i, 0)] = System.nanoTime() - begin;
            LockSupport.parkNanos(BETWEEN_WISHES);
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static double percentile(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)] / 1e3;
    }

    private void await(CloudEmulator emulator, int from, int count) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!IntStream.range(from, from + count).allMatch(emulator.arrivals()::containsKey)) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        cloud.name() + ": messages from " + from + " on are missing after 30 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
