package ccm.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link ConvergenceTest}, with the dialects as the clouds have them: whatever becomes of their
 * messages, the host ends where the cloud wants it. In all 100 000 steps; 100 000 of each dialect
 * with {@code -Dccm.long=true}.
 */
@ExtendWith(Quiet.class)
class DialectsTest {
    private static final ModelCloud.Line BAD = new ModelCloud.Line(50, 100, 300);
    private static final int EVENTS = 500;
    private static final int ALL_RUNS = 200;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"aws,49", "azure,49", "gcp,49", "dash,49", "watson,4"})
    void theHostEndsAtWhatIsDesired(String dialect, int runs) {
        int seeds = Boolean.getBoolean("ccm.long") ? ALL_RUNS : runs;
        for (int seed = 0; seed < seeds; seed++) {
            try (Run run = new Run(dialect, seed)) {
                for (int i = 0; i < EVENTS; i++) {
                    run.event();
                }
                run.end();
            }
        }
    }

    private final class Run implements AutoCloseable {
        private final Random random;
        private final Bench bench = new Bench();
        private final DialectCloud cloud;
        private final String name;
        private boolean hostUp = true;

        Run(String dialect, int seed) {
            name = dialect + " " + seed;
            random = new Random(seed);
            cloud = Dialects.of(dialect, bench.loop, seed, folder.resolve("" + seed));
            install();
            cloud.connect();
            cloud.line = BAD;
        }

        void event() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> cloud.want(RandomTrees.patch(random, 3));
                case 7, 8, 9, 10, 11 -> bench.host.report(RandomTrees.patch(random, 3));
                case 12 -> {
                    cloud.disconnect();
                    bench.pass(random.nextInt(3000));
                    cloud.connect();
                }
                case 13 -> {
                    hostUp = !hostUp;
                    bench.host.line(hostUp);
                }
                case 14 -> {
                    if (random.nextInt(10) == 0) {
                        swap();
                    }
                }
                default -> bench.pass(random.nextInt(500));
            }
            if (!hostUp && random.nextInt(3) == 0) {
                hostUp = true;
                bench.host.line(true);
            }
        }

        /**
         * Faults end; connections are made anew at times, and within some refreshes all is well.
         */
        void end() {
            cloud.line = ModelCloud.Line.GOOD;
            bench.host.line(true);
            bench.pass(5_000);
            cloud.disconnect();
            cloud.connect();
            bench.loop.pass(Duration.ofHours(4));
            assertTrue(
                    Trees.delta(cloud.desired, bench.host.state).isEmpty(),
                    () -> name + ": host " + bench.host.state + " wanted " + cloud.desired);
            assertTrue(
                    Trees.same(bench.host.state, cloud.reported),
                    () -> name + ": host " + bench.host.state + " cloud " + cloud.reported);
            assertTrue(
                    cloud.reports > 10 && bench.host.told.size() > 10, name + ": little happened");
            int told = bench.host.told.size();
            int reports = cloud.reports;
            bench.loop.pass(Duration.ofHours(24));
            assertEquals(told, bench.host.told.size(), name + ": told again without cause");
            assertEquals(reports, cloud.reports, name + ": reported again without cause");
        }

        private void swap() {
            cloud.disconnect();
            bench.pass(100);
            bench.engine.close();
            bench.start(Bench.USUAL);
            install();
            cloud.connect();
        }

        private void install() {
            cloud.tells(bench.engine);
            bench.engine.add(cloud.shadow());
            bench.loop.settle();
        }

        @Override
        public void close() {
            cloud.close();
        }
    }
}
