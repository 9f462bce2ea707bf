package ccm.provision.ap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The last try of each address that used the form. Safe for use by many threads. */
final class Tries {
    private static final int ADDRESSES = 64;
    private static final long AWAITED = TimeUnit.SECONDS.toNanos(60);

    /** Where a try stands. */
    enum Outcome {
        RUNNING,
        FAILED,
        DONE
    }

    /**
     * One try.
     *
     * @param choice the network
     * @param outcome how it stands
     * @param text why it failed, or the address that it got; empty while it runs
     * @param shown true when the person has seen how it ended
     * @param begun in nanoseconds
     */
    record Try(Choice choice, Outcome outcome, String text, boolean shown, long begun) {}

    private final Map<String, Try> tries =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Try> eldest) {
                    return size() > ADDRESSES;
                }
            };

    synchronized void begin(String address, Choice choice) {
        tries.put(address, new Try(choice, Outcome.RUNNING, "", false, System.nanoTime()));
    }

    synchronized void end(String address, Outcome outcome, String text) {
        tries.computeIfPresent(
                address, (key, old) -> new Try(old.choice(), outcome, text, false, old.begun()));
    }

    /** Notes that the person sees how it ended. */
    synchronized void show(String address) {
        tries.computeIfPresent(
                address,
                (key, old) -> new Try(old.choice(), old.outcome(), old.text(), true, old.begun()));
    }

    synchronized Optional<Try> of(String address) {
        return Optional.ofNullable(tries.get(address));
    }

    /** Forgets what an address tried. */
    synchronized void forget(String address) {
        tries.remove(address);
    }

    /** True while somebody has not seen yet that it worked. */
    synchronized boolean isAwaited() {
        long now = System.nanoTime();
        return tries.values().stream()
                .anyMatch(
                        one ->
                                one.outcome() == Outcome.DONE
                                        && !one.shown()
                                        && now - one.begun() < AWAITED);
    }
}
