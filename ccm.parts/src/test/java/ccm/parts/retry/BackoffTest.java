package ccm.parts.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a session waits between attempts. */
class BackoffTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void doublesUpToTheLongestWait() {
        Backoff backoff =
                new Backoff(
                        Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ZERO, () -> 0.5);
        List<Long> seconds = new ArrayList<>();
        List<Boolean> reached = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            reached.add(backoff.failed(Fault.LOST));
            seconds.add(backoff.nanos(Fault.LOST) / SECOND);
        }
        assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L), seconds);
        assertEquals(List.of(false, false, false, false, false, true, true), reached);
        assertEquals(300, backoff.nanos(Fault.CREDENTIALS) / SECOND);
        backoff.reset();
        assertFalse(backoff.failed(Fault.LOST));
        assertEquals(2, backoff.nanos(Fault.LOST) / SECOND);
        backoff.restart();
        assertEquals(2, backoff.nanos(Fault.LOST) / SECOND);
    }

    @Test
    void doublesWithoutVaryingForWhatNobodyElseAsks() {
        Backoff pause = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
        List<Long> seconds =
                Stream.generate(pause::next).limit(7).map(Duration::toSeconds).toList();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds);
        pause.reset();
        assertEquals(Duration.ofSeconds(1), pause.next());
        assertEquals(Duration.ofSeconds(2), pause.next());
    }

    @Test
    void waitsLongWhenRefusedTwiceWhereThatIsWanted() {
        Backoff backoff =
                new Backoff(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        () -> 0);
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            backoff.failed(Fault.CREDENTIALS);
            seconds.add(backoff.nanos(Fault.CREDENTIALS) / SECOND);
        }
        assertEquals(List.of(1L, 300L, 600L, 1200L, 1800L), seconds);
        backoff.failed(Fault.UNREACHABLE);
        assertEquals(54, backoff.nanos(Fault.UNREACHABLE) / SECOND);
        backoff.accepted();
        backoff.failed(Fault.CREDENTIALS);
        assertEquals(54, backoff.nanos(Fault.CREDENTIALS) / SECOND);
    }

    @Test
    void variesALotWhenSomebodyElseHasTheSameIdentity() {
        Backoff early =
                new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO, () -> 0);
        Backoff late =
                new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO, () -> 1);
        early.failed(Fault.DUPLICATE);
        late.failed(Fault.DUPLICATE);
        assertEquals(5 * SECOND, early.nanos(Fault.DUPLICATE));
        assertEquals(15 * SECOND, late.nanos(Fault.DUPLICATE));
    }

    @Test
    void variesByATenth() {
        Backoff early =
                new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO, () -> 0);
        Backoff late =
                new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO, () -> 1);
        early.failed(Fault.LOST);
        late.failed(Fault.LOST);
        assertEquals(9 * SECOND, early.nanos(Fault.LOST));
        assertEquals(11 * SECOND, late.nanos(Fault.LOST));
    }

    @Test
    void neverTriesInATightLoop() {
        Backoff backoff = new Backoff(Duration.ZERO, Duration.ZERO, Duration.ZERO, () -> 0.5);
        assertTrue(backoff.failed(Fault.LOST));
        assertEquals(10_000_000, backoff.nanos(Fault.LOST));
    }
}
