package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A radio that NetworkManager runs. Lives for as long as NetworkManager and the device do; another
 * takes its place when they come again.
 */
final class NmRadio implements Wifi {
    private static final Logger LOG = LoggerFactory.getLogger(NmRadio.class);
    private static final long STALE_NANOS = 2_000_000_000L;
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private final Mailbox mailbox = new Mailbox();
    private final NetworkManager.Radio radio;
    private final String runner;
    private final String owner; // anybody may send signals, and only its own are heard
    private final NmSteps steps;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile long refreshed;

    /** One step of the radio's thread. */
    @FunctionalInterface
    interface Job<T> {
        T run() throws WifiException, BusException, InterruptedException;
    }

    private NmRadio(NetworkManager manager, NetworkManager.Radio radio, SideInterface side)
            throws BusException {
        this.radio = radio;
        this.owner = manager.owner();
        this.runner = "NetworkManager " + manager.version();
        this.steps = new NmSteps(manager, radio, mailbox, side);
    }

    /**
     * The radio, of whose signals none is missed from now on. What an earlier run left is taken
     * over or removed.
     */
    static NmRadio open(
            Bus bus, NetworkManager manager, NetworkManager.Radio radio, SideInterface side)
            throws BusException {
        NmRadio made = new NmRadio(manager, radio, side);
        bus.listen("", NetworkManager.DEVICE, "StateChanged", made::hear);
        bus.listen("", NetworkManager.ACTIVE, "StateChanged", made::hear);
        bus.listen(radio.path(), PROPERTIES, "PropertiesChanged", made::hear);
        made.steps.adopt();
        return made;
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
            LOG.debug("{}: the access point is left to the next run", radio.name(), e);
        }
    }

    NetworkManager.Radio radio() {
        return radio;
    }

    @Override
    public String device() {
        return radio.name();
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
        return step(() -> steps.join(request));
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

    private void hear(Bus.Signal signal) {
        if (owner.equals(signal.sender())) {
            mailbox.signal(() -> steps.hear(signal));
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
                                    radio.name() + ": too many steps wait. Try again later"));
            case SHUT -> step.refuse();
            case YES -> {
                // the thread completes it
            }
        }
        return answer.minimalCompletionStage();
    }

    private record Promised<T>(NmRadio owner, Job<T> job, CompletableFuture<T> answer)
            implements Mailbox.Step {
        @Override
        public void run() {
            try {
                answer.complete(job.run());
            } catch (WifiException e) {
                answer.completeExceptionally(e);
            } catch (BusException e) {
                answer.completeExceptionally(Refusals.ofCall(owner.radio.name(), e));
            } catch (InterruptedException e) {
                refuse();
                owner.steps.end();
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("{}: a step failed", owner.radio.name(), e);
                answer.completeExceptionally(
                        new WifiException(
                                Kind.UNAVAILABLE,
                                owner.radio.name() + ": an error of CCM's, which is in its log"));
            }
        }

        @Override
        public void refuse() {
            answer.completeExceptionally(
                    new WifiException(
                            Kind.UNAVAILABLE,
                            owner.radio.name()
                                    + ": NetworkManager or the radio went away. Try again"));
        }
    }
}
