package ccm.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.shadow.ShadowChange.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Over lines that lose, repeat and reorder, with connections, hosts and gateways that come and go,
 * the host always ends where the cloud wants it, and the cloud knows what the host said.
 */
class ConvergenceTest {
    private static final ModelCloud.Line BAD = new ModelCloud.Line(100, 100, 300);
    private static final int RUNS = 50;
    private static final int EVENTS = 500;

    @ParameterizedTest
    @CsvSource({"WHOLE,true", "WHOLE,false", "PATCH,true", "DIFFERENCE,true"})
    void theHostEndsAtWhatIsDesired(Kind kind, boolean versions) {
        for (int seed = 0; seed < RUNS; seed++) {
            Run run = new Run(kind, versions, seed);
            for (int i = 0; i < EVENTS; i++) {
                run.event();
            }
            run.end();
        }
    }

    /** Two clouds that want different things of one member: the later wish counts. */
    @Test
    void twoCloudsThatDisagreeDoNotDriveTheHostToAndFro() {
        Bench bench = new Bench();
        ModelCloud one = bench.connected("one", Kind.PATCH);
        ModelCloud two = bench.connected("two", Kind.DIFFERENCE);
        one.want(Bench.json("{'on':true}"));
        bench.pass(1000);
        two.want(Bench.json("{'on':false,'rate':1}"));
        bench.pass(3_600_000);
        assertEquals(
                List.of(Bench.json("{'on':true}"), Bench.json("{'on':false,'rate':1}")),
                bench.host.told);
        assertEquals(Bench.json("{'on':false,'rate':1}"), one.reported());
    }

    private static final class Run {
        private final Random random;
        private final Bench bench = new Bench();
        private final ModelCloud cloud;
        private final String name;
        private boolean hostUp = true;

        Run(Kind kind, boolean versions, long seed) {
            name = kind + " " + versions + " " + seed;
            random = new Random(seed);
            cloud = new ModelCloud("some", kind, versions, bench.loop, seed);
            bench.install(cloud);
            cloud.connect();
            cloud.line = BAD;
        }

        void event() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5 -> cloud.want(RandomTrees.patch(random, 3));
                case 6 -> cloud.replace(RandomTrees.tree(random, 3));
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

        /** Faults end; within some refreshes all is well. */
        void end() {
            cloud.line = ModelCloud.Line.GOOD;
            bench.host.line(true);
            bench.loop.pass(Duration.ofHours(4));
            assertTrue(
                    Trees.delta(cloud.desired(), bench.host.state).isEmpty(),
                    () -> name + ": host " + bench.host.state + " wanted " + cloud.desired());
            assertTrue(
                    Trees.same(bench.host.state, cloud.reported()),
                    () -> name + ": host " + bench.host.state + " cloud " + cloud.reported());
            int told = bench.host.told.size();
            int reports = cloud.patches.size();
            bench.loop.pass(Duration.ofHours(24));
            assertEquals(told, bench.host.told.size(), name + ": told again without cause");
            assertEquals(reports, cloud.patches.size(), name + ": reported again without cause");
        }

        private void swap() {
            cloud.disconnect();
            bench.pass(100);
            bench.engine.close();
            bench.start(Bench.USUAL);
            bench.install(cloud);
            cloud.connect();
        }
    }
}
