package ccm.itest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Somebody who calls the gateway again and again, and what failed while nothing may. */
final class Traffic implements AutoCloseable {
    private static final long NANOS = 1_000_000;
    private static final long JOIN_MILLIS = 60_000;

    /** One call, which throws when it fails. */
    @FunctionalInterface
    interface Call {
        void make() throws Exception;
    }

    private final String name;
    private final Thread thread;
    private final AtomicInteger count = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean excused;
    private volatile boolean stopped;
    private volatile String last = "";

    /**
     * Makes it.
     *
     * @param pauseMillis between two calls
     */
    Traffic(String name, int pauseMillis, Call call) {
        this.name = name;
        this.thread = new Thread(() -> run(pauseMillis, call), "ccm-itest-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String name() {
        return name;
    }

    /** How many calls went well. */
    int count() {
        return count.get();
    }

    /** From now on calls may fail. */
    void excuse() {
        excused = true;
    }

    /** From now on none may. */
    void expectAll() {
        excused = false;
    }

    /** What failed and was not excused. */
    List<String> failures() {
        return failures;
    }

    /** What failed last, excused or not. */
    String last() {
        return last;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int pauseMillis, Call call) {
        while (!stopped) {
            boolean mayFail = excused; // as it was when the call began
            try {
                call.make();
                count.incrementAndGet();
            } catch (Exception | AssertionError e) {
                last = e.toString();
                if (!mayFail && !excused) {
                    failures.add(last);
                }
            }
            LockSupport.parkNanos(pauseMillis * NANOS);
        }
    }
}
