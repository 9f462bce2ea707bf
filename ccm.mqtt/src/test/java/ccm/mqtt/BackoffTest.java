package ccm.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a session waits between attempts. */
class BackoffTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void doublesUpToTheLongestWait() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 0.5);
        List<Long> seconds = new ArrayList<>();
        List<Boolean> reached = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            reached.add(backoff.failed());
            seconds.add(backoff.nanos(false) / SECOND);
        }
        assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L), seconds);
        assertEquals(List.of(false, false, false, false, false, true, true), reached);
        assertEquals(300, backoff.nanos(true) / SECOND);
        backoff.reset();
        assertFalse(backoff.failed());
        assertEquals(2, backoff.nanos(false) / SECOND);
        backoff.restart();
        assertEquals(2, backoff.nanos(false) / SECOND);
    }

    @Test
    void variesByATenth() {
        Backoff early = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), () -> 0);
        Backoff late = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), () -> 1);
        early.failed();
        late.failed();
        assertEquals(9 * SECOND, early.nanos(false));
        assertEquals(11 * SECOND, late.nanos(false));
    }

    @Test
    void neverTriesInATightLoop() {
        Backoff backoff = new Backoff(Duration.ZERO, Duration.ZERO, () -> 0.5);
        assertTrue(backoff.failed());
        assertEquals(10_000_000, backoff.nanos(false));
    }
}
