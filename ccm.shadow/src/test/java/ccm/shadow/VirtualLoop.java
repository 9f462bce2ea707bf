package ccm.shadow;

import java.time.Duration;
import java.util.PriorityQueue;

/** A loop in a time of its own: what is planned for later happens when the test lets time pass. */
final class VirtualLoop implements Loop {
    private final PriorityQueue<Planned> plans = new PriorityQueue<>();
    private long now;
    private long count;

    private static final class Planned implements Comparable<Planned> {
        final long at;
        final long order;
        Runnable job;

        Planned(long at, long order, Runnable job) {
            this.at = at;
            this.order = order;
            this.job = job;
        }

        @Override
        public int compareTo(Planned other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void execute(Runnable job) {
        after(Duration.ZERO, job);
    }

    @Override
    public boolean offer(Runnable job) {
        execute(job);
        return true;
    }

    @Override
    public Runnable after(Duration wait, Runnable job) {
        Planned planned = new Planned(now + wait.toNanos(), count++, job);
        plans.add(planned);
        return () -> planned.job = () -> {};
    }

    /** Lets so much time pass. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!plans.isEmpty() && plans.peek().at <= end) {
            Planned next = plans.remove();
            now = Math.max(now, next.at);
            next.job.run();
        }
        now = end;
    }

    /** What is due now. */
    void settle() {
        pass(Duration.ZERO);
    }
}
