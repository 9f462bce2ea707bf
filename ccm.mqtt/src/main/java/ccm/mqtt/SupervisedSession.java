package ccm.mqtt;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.threads.NamedThreads;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session. Its owner thread makes all decisions and tells the listener; everybody else posts
 * events to it.
 */
final class SupervisedSession implements MqttSession, Attempt.Events {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedSession.class);
    private static final int REQUESTS = 4_096; // subscribe and unsubscribe that wait for the owner
    private static final int RESERVE = 1_024; // what attempts post; a handful each
    private static final long TICK_NANOS = 1_000_000_000; // at most; limits may be shorter
    private static final long BUSY_NANOS = 50_000_000;
    private static final long DRAIN_NANOS = 5_000_000; // how often to look what is unfinished
    private static final String RENEWING = "renewing the login";
    private static final int DIALLING_IDLE_SECONDS = 10;
    private static final int DIALLING_LIMIT = 64;
    private static final long END_MILLIS = 2_000;
    private static final long DIALLING_MILLIS = 1_000;

    private final MqttSettings settings;
    private final MqttSessionListener listener;
    private final Limits limits;
    private final Consumer<SupervisedSession> onEnd;
    private final LinkedBlockingQueue<Runnable> events;
    private final Thread owner;
    private final ThreadPoolExecutor dialling;
    private final long tick;
    private volatile boolean closing;
    private volatile Optional<Attempt> ready = Optional.empty(); // for those who publish
    private volatile String absence; // why nobody can publish now

    // touched by the owner thread alone
    private final Deliveries deliveries;
    private final Subscriptions subscriptions;
    private final Setbacks setbacks;
    private Optional<Attempt> current = Optional.empty();
    private Phase phase = Phase.IDLE;
    private int attempts;
    private long readyAt;
    private Renewal renewal = Renewal.NONE;
    private long renewBy;

    /** How far the change to a fresh login has come. */
    private enum Renewal {
        NONE,
        DRAINING,
        LEAVING
    }

    SupervisedSession(
            MqttSettings settings,
            MqttSessionListener listener,
            Limits limits,
            Consumer<SupervisedSession> onEnd) {
        this.settings = settings;
        this.listener = listener;
        this.limits = limits;
        this.onEnd = onEnd;
        String name = settings.name();
        events = new LinkedBlockingQueue<>(limits.inbound() + REQUESTS + RESERVE);
        owner = new NamedThreads("ccm-mqtt-" + name).newThread(this::run);
        dialling =
                new ThreadPoolExecutor(
                        1,
                        1,
                        DIALLING_IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(DIALLING_LIMIT),
                        new NamedThreads("ccm-mqtt-" + name + "-dial"));
        dialling.allowCoreThreadTimeOut(true);
        tick = Math.min(TICK_NANOS, limits.shortest().toNanos() / 2);
        absence = name + ": not connected yet";
        deliveries = new Deliveries(listener, this);
        subscriptions = new Subscriptions(name, limits, this::post);
        setbacks = new Setbacks(settings);
    }

    void open() {
        owner.start();
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        Optional<Attempt> connection = ready; // read once: it may go at any moment
        return connection.isPresent()
                ? connection.get().publish(message)
                : CompletableFuture.failedFuture(new CloudException(absence, false));
    }

    @Override
    public CompletionStage<Void> subscribe(String filter, int qos) {
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos is " + qos + ", must be 0 or 1");
        }
        return Subscriptions.fault(filter)
                .<CompletionStage<Void>>map(
                        fault ->
                                CompletableFuture.failedFuture(
                                        new CloudException(filter + ": " + fault, true)))
                .orElseGet(() -> request(answer -> subscriptions.add(filter, qos, answer)));
    }

    @Override
    public CompletionStage<Void> unsubscribe(String filter) {
        return request(answer -> subscriptions.remove(filter, answer));
    }

    @Override
    public void reconnect() {
        post(
                () -> {
                    giveUp("asked to connect anew");
                    setbacks.tryIn(0);
                });
    }

    @Override
    public void renew() {
        post(this::beginRenewal);
    }

    @Override
    public void close() {
        closing = true;
        events.offer(() -> {}); // wakes the owner; when it is full, it is awake
        if (Thread.currentThread() == owner) {
            return; // ends when its listener returns
        }
        try {
            owner.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void connected(Attempt attempt) {
        post(
                () -> {
                    if (is(attempt)) {
                        subscriptions.begin(attempt);
                    }
                });
    }

    @Override
    public void failed(Attempt attempt, Failure why) {
        post(
                () -> {
                    if (is(attempt)) {
                        fail(why);
                    }
                });
    }

    @Override
    public void arrived(Attempt attempt, Inbound.Arrival arrival, CloudMessage message) {
        post(
                () -> {
                    if (is(attempt)) {
                        deliveries.hand(attempt, arrival, message);
                    }
                });
    }

    private CompletionStage<Void> request(Consumer<CompletableFuture<Void>> action) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        boolean room = events.remainingCapacity() > limits.inbound() + RESERVE;
        if (!room || closing || !events.offer(() -> action.accept(answer))) {
            String why = closing ? "closed" : REQUESTS + " requests are waiting. ask again later";
            answer.completeExceptionally(new CloudException(settings.name() + ": " + why, false));
        }
        return answer;
    }

    private void post(Runnable event) {
        if (!events.offer(event) && !closing) { // there is room for all that can be on its way
            LOG.error("{}: an event was lost: the owner thread is stuck", settings.name());
        }
    }

    private void run() {
        try {
            while (!closing) {
                Runnable event = events.poll(patience(), TimeUnit.NANOSECONDS);
                guarded(
                        () -> {
                            if (event != null) {
                                event.run();
                            }
                            look();
                        });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** The owner lives on, whatever happens: without it nothing would ever be tried again. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("{}: unexpected", settings.name(), e);
        }
    }

    private long patience() {
        long now = System.nanoTime();
        if (current.isEmpty()) {
            return Math.min(setbacks.nextAt() - now, tick);
        }
        if (phase == Phase.READY) {
            return Math.max(0, Math.min(current.get().freshNanos(now), tick));
        }
        return renewal == Renewal.DRAINING ? DRAIN_NANOS : tick;
    }

    /** What is due now, whatever happened. */
    private void look() {
        long now = System.nanoTime();
        if (current.isEmpty()) {
            if (now - setbacks.nextAt() >= 0 && !closing) {
                beginWhenFree();
            }
            return;
        }
        Attempt attempt = current.get();
        Optional<Failure> late = attempt.overdue(now);
        if (late.isPresent()) {
            fail(late.get());
        } else if (subscriptions.overdue(now)) {
            fail(
                    Failure.of(Fault.LOST, "a SUBSCRIBE was not answered. see its log")
                            .at(attempt.address()));
        } else if (renewal != Renewal.NONE) {
            drain(attempt, now);
        } else if (phase == Phase.CONNECTING && subscriptions.settled()) {
            begun(attempt);
        } else if (phase == Phase.READY && now - readyAt > limits.calm().toNanos()) {
            setbacks.calm();
        }
        if (attempt.freshNanos(now) <= 0) {
            beginRenewal();
        }
    }

    /** From here on nothing new is published; what is on its way gets its time. */
    private void beginRenewal() {
        if (phase != Phase.READY) {
            return; // the next attempt has a fresh login by itself
        }
        renewal = Renewal.DRAINING;
        renewBy = System.nanoTime() + limits.renewal().toNanos();
        absence = settings.name() + ": " + RENEWING;
        ready = Optional.empty();
        current.ifPresent(attempt -> attempt.windDown(RENEWING));
        tell(Phase.CONNECTING, RENEWING, Fault.NONE);
    }

    /** Leaves when all is finished; what came in until then is still handed over. */
    private void drain(Attempt attempt, long now) {
        if (renewal == Renewal.DRAINING && (attempt.idle() || now - renewBy >= 0)) {
            renewal = Renewal.LEAVING;
            attempt.sayGoodbye();
            post(
                    () -> {
                        if (is(attempt)) {
                            change();
                        }
                    });
        }
    }

    private void change() {
        giveUp(absence);
        begin();
    }

    /** One attempt at a time: a name look-up that hangs cannot be ended, only waited for. */
    private void beginWhenFree() {
        if (dialling.getQueue().isEmpty()) {
            begin();
        } else {
            setbacks.tryIn(BUSY_NANOS);
        }
    }

    private void begin() {
        Attempt attempt =
                new Attempt(
                        setbacks.endpoint(), settings.name(), settings.maxInflight(), limits, this);
        current = Optional.of(attempt);
        attempts++;
        if (renewal == Renewal.NONE) { // else told when it began
            tell(Phase.CONNECTING, attempts == 1 ? "" : absence, setbacks.fault());
        }
        renewal = Renewal.NONE;
        dialling.execute(attempt::dial);
    }

    private void begun(Attempt attempt) {
        LOG.info("{}: connected to {}", settings.name(), attempt.address());
        readyAt = System.nanoTime();
        attempts = 0;
        ready = current;
        setbacks.accepted();
        tell(Phase.READY, "", Fault.NONE);
    }

    private void fail(Failure problem) {
        if (renewal != Renewal.NONE) { // we were about to leave
            LOG.debug("{}: lost while {}", settings.name(), RENEWING, problem);
            change();
            return;
        }
        long now = System.nanoTime();
        Optional<String> asked = subscriptions.unanswered(now, Drops.RECENT_NANOS);
        Failure why = setbacks.failed(problem, current, asked);
        giveUp(why.getMessage());
        tell(Phase.BACKOFF, why.getMessage(), why.fault());
    }

    private void giveUp(String reason) {
        absence = reason;
        ready = Optional.empty();
        subscriptions.end();
        current.ifPresent(
                attempt -> {
                    attempt.giveUp(reason);
                    dialling.execute(attempt::dispose);
                });
        current = Optional.empty();
    }

    private void tell(Phase next, String reason, Fault why) {
        phase = next;
        CloudState state = new CloudState(next, reason, Instant.now(), attempts, why);
        try {
            listener.onState(state);
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed", settings.name(), e);
        }
    }

    private void end() {
        String reason = settings.name() + ": the session is closed";
        current.ifPresent(Attempt::sayGoodbye);
        giveUp(reason);
        events.forEach(Runnable::run); // requests only: nothing is current any more
        dialling.shutdown();
        awaitDialling();
        onEnd.accept(this);
        tell(Phase.IDLE, reason, Fault.NONE);
    }

    /** Its classes go with the bundle: nobody may still be running them. */
    private void awaitDialling() {
        try {
            if (!dialling.awaitTermination(DIALLING_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: an attempt to connect does not end", settings.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean is(Attempt attempt) {
        return current.isPresent() && current.get() == attempt;
    }
}
