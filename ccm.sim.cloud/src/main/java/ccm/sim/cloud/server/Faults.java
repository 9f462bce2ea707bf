package ccm.sim.cloud.server;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The faults of one server, which may be switched on and off at any time from any thread. What is
 * random depends on the seed alone, and on the order in which things happen.
 */
public final class Faults {
    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final AtomicInteger fired = new AtomicInteger();
    private final Random random;
    private final Consumer<FaultRule> atOnce;

    private static final class Armed {
        private final FaultRule rule;
        private int seen; // touched by the server's thread alone
        private int done; // touched by the server's thread alone

        Armed(FaultRule rule) {
            this.rule = rule;
        }
    }

    Faults(long seed, Consumer<FaultRule> atOnce) {
        this.random = new Random(seed);
        this.atOnce = atOnce;
    }

    /** Switches one on; one without a step happens now, or when it says. */
    public void add(FaultRule rule) {
        if (rule.step().isEmpty()) {
            atOnce.accept(rule);
        } else {
            armed.add(new Armed(rule));
        }
    }

    /** Switches one on, given as text: {@link FaultRule#parse}. */
    public void add(String text) {
        add(FaultRule.parse(text));
    }

    /** Switches all off. */
    public void clear() {
        armed.clear();
    }

    /** What is on. */
    public List<FaultRule> rules() {
        return armed.stream().map(one -> one.rule).toList();
    }

    /** How often any of them happened, since the server started. */
    public int fired() {
        return fired.get();
    }

    void happened() {
        fired.incrementAndGet();
    }

    /** What happens at a step; on the server's thread. */
    Optional<FaultRule> at(FaultRule.Step step, String client, String topic) {
        for (Armed one : armed) {
            if (fits(one.rule, step, client, topic) && due(one)) {
                fired.incrementAndGet();
                return Optional.of(one.rule);
            }
        }
        return Optional.empty();
    }

    private static boolean fits(FaultRule rule, FaultRule.Step step, String client, String topic) {
        return rule.step().get() == step
                && (rule.match().client().isEmpty() || rule.match().client().equals(client))
                && (rule.match().topic().isEmpty() || Filter.matches(rule.match().topic(), topic));
    }

    private boolean due(Armed one) {
        FaultRule rule = one.rule;
        one.seen++;
        if (rule.nth() > 0 && one.seen != rule.nth()
                || rule.times() > 0 && one.done >= rule.times()
                || rule.probability() < 1 && random.nextDouble() >= rule.probability()) {
            return false;
        }
        one.done++;
        return true;
    }
}
