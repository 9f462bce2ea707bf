package ccm.parts.threads;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads that say whose they are: the first has the plain name, the next a number.
 */
public final class NamedThreads implements ThreadFactory {
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    public NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable job) {
        int count = made.incrementAndGet();
        Thread thread = new Thread(job, count == 1 ? name : name + "-" + count);
        thread.setDaemon(true);
        return thread;
    }
}
