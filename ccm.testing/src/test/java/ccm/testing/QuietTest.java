package ccm.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class QuietTest {
    private final Quiet quiet = new Quiet();

    @Test
    void failsATestThatLeavesAThreadOfOursBehind() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        quiet.beforeEach(null);
        Thread left = new Thread(() -> await(end), "ccm-left-over");
        left.start();
        AssertionError error = assertThrows(AssertionError.class, () -> quiet.afterEach(null));
        assertTrue(error.getMessage().contains("ccm-left-over"));
        end.countDown();
        left.join();
    }

    @Test
    void failsATestThatLogsAnErrorItDidNotAnnounce() {
        quiet.beforeEach(null);
        Logger.getLogger("some.bundle").severe("provoked by this test");
        assertThrows(AssertionError.class, () -> quiet.afterEach(null));
    }

    @Test
    void allowsAnErrorThatWasAnnounced() {
        quiet.beforeEach(null);
        Quiet.expectErrors();
        Logger.getLogger("some.bundle").severe("provoked by this test");
        assertDoesNotThrow(() -> quiet.afterEach(null));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
