package ccm.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateTest {
    private final AtomicLong now = new AtomicLong();
    private final Rate rate = new Rate(10, now::get);

    @Test
    void letsAsMuchThroughAtOnceAsInASecond() {
        assertEquals(10, IntStream.range(0, 100).filter(i -> rate.pass()).count());
    }

    @Test
    void fillsUpAgainInTime() {
        IntStream.range(0, 10).forEach(i -> rate.pass());
        assertFalse(rate.pass());
        now.set(100_000_000);
        assertTrue(rate.pass());
        assertFalse(rate.pass());
        now.set(Long.MAX_VALUE / 2);
        assertEquals(10, IntStream.range(0, 100).filter(i -> rate.pass()).count());
    }
}
