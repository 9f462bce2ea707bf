package ccm.provision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes when a test says so; jobs run on the test's thread, one after the other. */
final class ManualTime implements Timing {
    private record Job(long at, long number, Runnable work) {}

    private Instant start = Instant.parse("2026-01-02T03:04:05Z");
    private final PriorityQueue<Job> planned =
            new PriorityQueue<>(Comparator.comparingLong(Job::at).thenComparingLong(Job::number));
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;
    private boolean ended;
    private long nanos = 1_000_000_000_000L;
    private long passed;
    private long count;

    @Override
    public boolean run(Runnable job) {
        if (!ended) {
            queue.add(job);
            drain();
        }
        return !ended;
    }

    @Override
    public Planned after(Duration delay, Runnable job) {
        Job one = new Job(nanos + delay.toNanos(), count++, job);
        planned.add(one);
        return () -> planned.remove(one);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return start.plusNanos(passed);
    }

    /** No job runs any more. */
    void end() {
        ended = true;
    }

    /** What the clock says when nothing has passed. */
    void at(Instant clock) {
        start = clock;
    }

    /** Lets time pass. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (!planned.isEmpty() && planned.peek().at() <= end) {
            Job next = planned.poll();
            go(next.at());
            run(next.work());
        }
        go(end);
    }

    void seconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    void millis(long millis) {
        pass(Duration.ofMillis(millis));
    }

    private void go(long to) {
        passed += Math.max(0, to - nanos);
        nanos = Math.max(nanos, to);
    }

    private void drain() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!queue.isEmpty()) {
                queue.poll().run();
            }
        } finally {
            running = false;
        }
    }
}
