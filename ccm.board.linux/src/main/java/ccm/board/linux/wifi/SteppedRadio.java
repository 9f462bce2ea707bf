package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.parts.dbus.BusException;
import ccm.parts.dbus.Signal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A radio that a service of the system runs. Lives for as long as the service and the device do;
 * another takes its place when they come again.
 */
final class SteppedRadio implements Wifi {
    private static final Logger LOG = LoggerFactory.getLogger(SteppedRadio.class);
    private static final long STALE_NANOS = 2_000_000_000L;

    private final Place place;
    private final String runner;
    private final Mailbox mailbox;
    private final RadioSteps steps;
    private final AtomicLong tries = new AtomicLong();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile long refreshed;

    /** One step of the radio's thread. */
    @FunctionalInterface
    interface Job<T> {
        T run() throws WifiException, BusException, InterruptedException;
    }

    /**
     * Where it is.
     *
     * @param path of its object
     * @param name of its interface
     * @param owner unique name of the service
     */
    record Place(String path, String name, String owner) {}

    SteppedRadio(Place place, String runner, Mailbox mailbox, RadioSteps steps) {
        this.place = place;
        this.runner = runner;
        this.mailbox = mailbox;
        this.steps = steps;
    }

    /** Takes over or removes what an earlier run left; before {@link #work}. */
    void adopt() throws BusException {
        steps.adopt();
    }

    /** Works until {@link #end}; the thread that calls is the radio's. */
    void work() throws InterruptedException {
        while (!steps.gone()) {
            mailbox.next().run();
        }
    }

    /** It is no more; may be called by any thread, more than once. */
    void end() {
        mailbox.signal(steps::end);
    }

    /** Refuses what is still waiting; after {@link #work}. */
    void refuseRest() {
        mailbox.shut().forEach(Mailbox.Step::refuse);
    }

    /** Closes our own access point, when we go and not NetworkManager. */
    void withdraw() {
        try {
            steps.withdraw();
        } catch (BusException e) {
            LOG.debug("{}: the access point is left to the next run", place.name(), e);
        }
    }

    String path() {
        return place.path();
    }

    @Override
    public String device() {
        return place.name();
    }

    @Override
    public String runner() {
        return runner;
    }

    @Override
    public WifiState state() {
        if (System.nanoTime() - refreshed > STALE_NANOS && refreshing.compareAndSet(false, true)) {
            mailbox.signal(this::refresh); // for the strength, which nothing else asks for
        }
        return steps.state();
    }

    @Override
    public CompletionStage<List<WifiNetwork>> scan() {
        return step(steps::scan);
    }

    @Override
    public CompletionStage<WifiState> join(WifiJoin request) {
        long number = tries.incrementAndGet();
        mailbox.signal(() -> {}); // an older one, which waits for signals, makes way
        return step(() -> steps.join(request, () -> tries.get() != number));
    }

    @Override
    public CompletionStage<Void> leave() {
        return step(
                () -> {
                    steps.leave();
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> open(WifiAccessPoint request) {
        return step(
                () -> {
                    steps.open(request);
                    return null;
                });
    }

    @Override
    public Optional<WifiAccessPoint> accessPoint() {
        return steps.accessPoint();
    }

    @Override
    public CompletionStage<Void> close() {
        return step(
                () -> {
                    steps.close();
                    return null;
                });
    }

    /** Anybody may send signals: only those of the service are heard. */
    void hear(Signal signal) {
        if (place.owner().equals(signal.sender())) {
            mailbox.hear(() -> steps.hear(signal));
        }
    }

    private void refresh() {
        refreshed = System.nanoTime();
        refreshing.set(false);
        steps.refresh();
    }

    private <T> CompletionStage<T> step(Job<T> job) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Mailbox.Step step = new Promised<>(this, job, answer);
        switch (mailbox.add(step)) {
            case FULL ->
                    answer.completeExceptionally(
                            new WifiException(
                                    Kind.BUSY,
                                    place.name() + ": too many steps wait. Try again later"));
            case SHUT -> step.refuse();
            case YES -> {
                // the thread completes it
            }
        }
        return answer.minimalCompletionStage();
    }

    private record Promised<T>(SteppedRadio owner, Job<T> job, CompletableFuture<T> answer)
            implements Mailbox.Step {
        @Override
        public void run() {
            try {
                answer.complete(job.run());
            } catch (WifiException e) {
                answer.completeExceptionally(e);
            } catch (BusException e) {
                answer.completeExceptionally(Refusals.ofCall(owner.place.name(), owner.runner, e));
            } catch (InterruptedException e) {
                refuse();
                owner.steps.end();
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("{}: a step failed", owner.place.name(), e);
                answer.completeExceptionally(
                        new WifiException(
                                Kind.UNAVAILABLE,
                                owner.place.name() + ": an error of CCM's, which is in its log"));
            }
        }

        @Override
        public void refuse() {
            answer.completeExceptionally(
                    new WifiException(
                            Kind.UNAVAILABLE,
                            owner.place.name()
                                    + ": the system's service or the radio went away. Try again"));
        }
    }
}
