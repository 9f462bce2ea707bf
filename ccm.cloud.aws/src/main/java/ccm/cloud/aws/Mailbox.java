package ccm.cloud.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task after the other, on whichever thread brings one while none is running: what only
 * tasks touch needs no lock, and nobody waits. Tasks are short.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Deque<Runnable> tasks = new ArrayDeque<>(); // guarded by this
    private boolean running; // guarded by this

    void post(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return; // whoever runs one takes this too
            }
            running = true;
        }
        while (true) {
            Runnable next;
            synchronized (this) {
                if (tasks.isEmpty()) {
                    running = false;
                    return;
                }
                next = tasks.remove();
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                LOG.error("a task failed. the others go on", e);
            }
        }
    }
}
