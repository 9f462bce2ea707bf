package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.outbox.OutboxException;
import ccm.testing.Quiet;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Loses the power at every operation of scripts that fill, read, empty and reopen a queue. */
@ExtendWith(Quiet.class)
class PowerCutTest {
    private static final int STEPS = 150;
    private static final int CUTS_IN_A_ROW = 3;
    private static final int LEAST_POINTS = 2_000;
    private static final Logger NOTICES = Logger.getLogger(FullNotice.class.getName());

    @BeforeEach
    void silenceNotices() {
        NOTICES.setLevel(Level.SEVERE); // thousands of full queues are no news here
    }

    @AfterEach
    void hearNotices() {
        NOTICES.setLevel(null);
    }

    @Test
    void losesNoAnsweredRecordWhereverThePowerGoes() throws OutboxException {
        int points = 0;
        for (long seed = 1; points < LEAST_POINTS * 3 / 4; seed++) {
            points += everyPoint(seed, Queues.LIMITS);
        }
        QueueLimits tight = new QueueLimits(12_000, 40, 0, 4000, true);
        for (long seed = 1; points < LEAST_POINTS; seed++) {
            points += everyPoint(seed, tight);
        }
        assertTrue(points >= LEAST_POINTS);
    }

    private static int everyPoint(long seed, QueueLimits limits) throws OutboxException {
        PowerDisk whole = new PowerDisk();
        new Script(seed, whole, limits).run(STEPS);
        for (int cut = 1; cut <= whole.operations(); cut++) {
            try {
                cutAt(cut, seed, limits);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", power cut at " + cut, e);
            }
        }
        return whole.operations();
    }

    private static void cutAt(int cut, long seed, QueueLimits limits) throws OutboxException {
        Random chance = new Random(seed * 100_003 + cut);
        PowerDisk disk = new PowerDisk();
        disk.cutAt(cut);
        Script script = new Script(seed, disk, limits);
        for (int i = 0; i < CUTS_IN_A_ROW; i++) {
            try {
                script.run(STEPS);
            } catch (PowerCut e) {
                assertEquals("power cut", e.getMessage());
            }
            disk = disk.afterCut(chance);
            script.check(disk);
            disk.cutAt(1 + chance.nextInt(20));
        }
    }
}
