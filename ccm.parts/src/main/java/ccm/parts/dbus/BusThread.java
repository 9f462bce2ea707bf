package ccm.parts.dbus;

import ccm.parts.retry.Backoff;
import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that connects to a bus, works with the connection, and comes again after it broke: 1 to
 * 30 s later. Other threads hand it what is to be done.
 */
public final class BusThread {
    private static final Logger LOG = LoggerFactory.getLogger(BusThread.class);
    private static final Duration LAST_STEP = Duration.ofSeconds(1);
    private static final int MAX_EVENTS = 1_000;
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofSeconds(30);

    private final String address;
    private final int callThreads;
    private final Work work;
    private final Thread thread;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>(MAX_EVENTS);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Backoff pause = new Backoff(SOONEST, LATEST); // this and the next: the thread's
    private int failures; // in a row, that nobody foresaw

    /** What is done with connections: by the one thread, but for {@link #end}. */
    public interface Work {
        /** Uses a connection for as long as it is of use. */
        void serve(Bus bus) throws BusException, InterruptedException;

        /** There is no connection, or {@link #serve} has failed. */
        void away(BusException why);

        /**
         * By another thread, which must not wait: the connection broke, or everything ends. Who
         * waits by {@link BusThread#await} alone has nothing to do.
         */
        default void end() {}
    }

    /**
     * Makes it; nothing runs yet.
     *
     * @param name of the thread
     * @param address of the bus
     * @param callThreads that call what is exported
     */
    public BusThread(String name, String address, int callThreads, Work work) {
        this.address = address;
        this.callThreads = callThreads;
        this.work = work;
        this.thread = new NamedThreads(name).newThread(this::run);
    }

    public void open() {
        thread.start();
    }

    /** Ends it, and waits so long for what the work does at its end. */
    public void close(Duration patience) {
        closing.countDown();
        wake();
        work.end();
        try {
            thread.join(patience.toMillis());
            if (thread.isAlive()) {
                thread.interrupt(); // it waits for an answer of somebody who does not give one
                thread.join(LAST_STEP.toMillis());
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Has something done by the thread, as soon as that waits. */
    public void post(Runnable event) {
        events.offer(event); // of so many that it is full, the first bring the thread to look
    }

    /** Has the thread look again, if it waits. */
    public void wake() {
        if (!hasNews()) { // else it looks again anyway
            post(() -> LOG.trace("awake"));
        }
    }

    /** True when something was posted that is not done yet. */
    public boolean hasNews() {
        return !events.isEmpty();
    }

    /** By the thread: waits until something was posted, and does it; or so long at most. */
    public void await(Duration limit) throws InterruptedException {
        Runnable event = events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        while (event != null) {
            event.run();
            event = events.poll();
        }
    }

    private void run() {
        try {
            while (!isClosing()) {
                connected();
                events.clear(); // of a connection that is no more
                // by the latch: no news let a bus that breaks off at once be asked at once again
                if (closing.await(pause.next().toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void connected() throws InterruptedException {
        try (Bus bus = Bus.connect(address, callThreads, this::lost)) {
            work.serve(bus);
            pause.reset();
            failures = 0;
        } catch (BusException e) {
            work.away(e);
        } catch (RuntimeException e) { // of the library, say: nobody else would begin again
            failures++;
            if (failures == 1) {
                LOG.error("{} failed and begins anew", thread.getName(), e);
            } else {
                LOG.debug("{} failed for the {}th time", thread.getName(), failures, e);
            }
        }
    }

    private void lost() {
        wake();
        work.end();
    }
}
