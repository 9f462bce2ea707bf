package ccm.board.linux.wifi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final int MANY = 5_000;

    private final Mailbox mailbox = new Mailbox();
    private final List<String> done = new ArrayList<>();

    @Test
    void ofTooManySignalsOnlyOurOwnAreHeard() throws Exception {
        for (int i = 0; i < MANY; i++) {
            mailbox.hear(() -> done.add("heard"));
        }
        mailbox.signal(() -> done.add("ours"));
        Runnable next = mailbox.signal(System.nanoTime());
        while (next != null) {
            next.run();
            next = mailbox.signal(System.nanoTime());
        }
        assertEquals(1_001, done.size());
        assertEquals("ours", done.get(done.size() - 1));
    }

    @Test
    void waitsNoLongerThanItMay() throws Exception {
        assertNull(mailbox.signal(System.nanoTime() + 1_000_000));
    }
}
