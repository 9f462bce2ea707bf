package ccm.mqtt;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to connect, and the connection that it becomes. */
final class Attempt implements PahoClient.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
    private static final long SHORTEST_LOGIN_NANOS = 100_000_000;

    private final MqttEndpoint endpoint;
    private final String session;
    private final Limits limits;
    private final int maxInflight;
    private final Events events;
    private final Window window;
    private final Answered answered = new Answered();
    private final Inbound inbound;
    private final long deadline;
    private final Dialer dialer;
    private final Object sending = new Object(); // keeps publishes in order; no callback under it
    private volatile PahoClient paho; // null until the transport is open
    private volatile boolean connected;
    private volatile long connectedAt;
    private volatile String client = "";
    private volatile boolean given; // up, or closed
    private volatile Optional<Long> renewAt = Optional.empty(); // a System.nanoTime

    /** Told what becomes of an attempt, on any thread: post it to the owner. */
    interface Events {
        void connected(Attempt attempt);

        void failed(Attempt attempt, Failure why);

        void arrived(Attempt attempt, Inbound.Arrival arrival, CloudMessage message);
    }

    Attempt(MqttEndpoint endpoint, String session, int maxInflight, Limits limits, Events events) {
        this.endpoint = endpoint;
        this.session = session;
        this.limits = limits;
        this.maxInflight = maxInflight;
        this.events = events;
        window = new Window(maxInflight);
        inbound = new Inbound(limits.inbound(), (id, qos) -> paho.acknowledge(id, qos));
        deadline = System.nanoTime() + limits.connect().toNanos();
        dialer = new Dialer(deadline);
    }

    String address() {
        return endpoint.address();
    }

    /** Opens the transport and sends CONNECT; on the session's dialling thread. */
    void dial() {
        try {
            if (!given) {
                MqttConnect connect = limits.patient(endpoint.connect());
                client = connect.clientId();
                renewAt = connect.login().flatMap(MqttLogin::renewAfter).map(Attempt::fromNow);
                greet(connect);
            }
        } catch (CloudException e) {
            Fault fault = e.fault() == Fault.NONE ? Fault.SETTINGS : e.fault();
            events.failed(this, Failure.of(fault, e.getMessage(), e));
        } catch (IOException e) {
            events.failed(this, named(Causes.of(e)).at(address()));
        } catch (Failure e) {
            events.failed(this, e.at(address()));
        } catch (LinkageError e) { // our bundle is going
            dialer.close();
            LOG.debug("{}: an attempt was cut short", session, e);
        }
    }

    /** So soon at the earliest, so that no login makes us connect in a tight loop. */
    private static long fromNow(Duration renewAfter) {
        return System.nanoTime() + Math.max(SHORTEST_LOGIN_NANOS, renewAfter.toNanos());
    }

    private void greet(MqttConnect connect) throws IOException, Failure {
        Wire wire = dialer.open(connect);
        PahoClient opened = new PahoClient(wire, connect, session, this);
        paho = opened;
        opened.connect(maxInflight);
    }

    /** Publishes; refused unless connected. */
    CompletionStage<Void> publish(CloudMessage message) {
        Receipt receipt = new Receipt(message.topic(), message.qos());
        Optional<CloudException> refused = Optional.empty();
        synchronized (sending) {
            Optional<String> full = window.add(receipt);
            if (full.isPresent()) {
                refused = Optional.of(new CloudException(address() + ": " + full.get(), false));
            } else {
                refused = send(message, receipt);
            }
        }
        refused.ifPresent(receipt::completeExceptionally);
        return receipt;
    }

    private Optional<CloudException> send(CloudMessage message, Receipt receipt) {
        try {
            paho.publish(message, receipt);
            return Optional.empty();
        } catch (CloudException e) {
            window.remove(receipt);
            return Optional.of(e);
        }
    }

    void subscribe(List<String> filters, int[] qos, PahoClient.Answer answer)
            throws CloudException {
        paho.subscribe(filters, qos, answer);
    }

    void unsubscribe(String filter, PahoClient.Answer answer) throws CloudException {
        paho.unsubscribe(filter, answer);
    }

    /** A message is safe with us. */
    void kept(Inbound.Arrival arrival) {
        inbound.kept(arrival);
    }

    /** What takes too long now. */
    Optional<Failure> overdue(long now) {
        if (!connected) {
            return now - deadline < 0
                    ? Optional.empty()
                    : Optional.of(dialer.stage().silent().at(address()));
        }
        if (window.waitedNanos(now) < limits.puback().toNanos()) {
            return Optional.empty();
        }
        return Optional.of(
                Failure.of(
                                Fault.LOST,
                                "a message was not acknowledged for "
                                        + limits.puback().toSeconds()
                                        + " s. see the broker's log")
                        .at(address()));
    }

    /** How long its login is good for, in nanoseconds; for ever when it does not end. */
    long freshNanos(long now) {
        return renewAt.map(at -> at - now).orElse(Long.MAX_VALUE);
    }

    /** Takes no more publishes; those on their way may be acknowledged. */
    void windDown(String why) {
        window.shut(why);
    }

    /** True when nothing that was published is unfinished. */
    boolean idle() {
        return window.isEmpty();
    }

    String client() {
        return client;
    }

    /** How long it has been connected, in nanoseconds; for ever when it never was. */
    long connectedNanos(long now) {
        return connected ? now - connectedAt : Long.MAX_VALUE;
    }

    /**
     * The publish that the broker may have hung up for, when it was made so recently.
     *
     * @param innocent topics that it was not
     */
    Optional<String> culprit(long now, long recentNanos, Set<String> innocent) {
        return answered.suspect(window.oldest(innocent), now - recentNanos)
                .map(topic -> "publish to " + topic);
    }

    /** The topics that the broker took. */
    Set<String> taken() {
        return answered.topics();
    }

    /** Says goodbye to the broker when connected; waits for that a bounded time. */
    void sayGoodbye() {
        if (connected && !given) {
            paho.sayGoodbye(limits.goodbye());
        }
    }

    /** Ends the connection at once. Every unfinished publish fails, in order, before it returns. */
    void giveUp(String reason) {
        given = true;
        dialer.close();
        inbound.close();
        PahoClient opened = paho;
        if (opened != null) {
            opened.cut();
        }
        List<Receipt> unfinished = window.close();
        if (!unfinished.isEmpty()) {
            CloudException lost = new CloudException(reason, false);
            unfinished.forEach(receipt -> receipt.completeExceptionally(lost));
        }
    }

    /** Ends its threads, after {@link #giveUp}; on the session's dialling thread. */
    void dispose() {
        PahoClient opened = paho;
        if (opened == null) {
            return;
        }
        try {
            opened.dispose();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void connected() {
        connectedAt = System.nanoTime();
        connected = true;
        events.connected(this);
    }

    @Override
    public void lost(Failure why) {
        events.failed(this, named(why).at(address()));
    }

    /** That a broker hung up says more when we know how far it let us come. */
    private Failure named(Failure why) {
        return !connected && Causes.hungUp(why.getCause())
                ? dialer.stage().closed(why.getCause())
                : why;
    }

    @Override
    public void published(Receipt receipt) {
        if (window.remove(receipt)) {
            answered.finished(receipt);
            receipt.complete(null);
        }
    }

    @Override
    public void arrived(CloudMessage message, int id, int qos) throws InterruptedException {
        events.arrived(this, inbound.enter(id, qos), message);
    }
}
