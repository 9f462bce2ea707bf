package ccm.sim.host;

import ccm.parts.threads.NamedThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Publishes numbered messages, 1, 2, 3, and subscribes when the gateway starts. */
public final class Publisher implements AutoCloseable {
    private static final long LOOK_MILLIS = 20; // how late an overdue call may be noticed
    private static final long PATIENCE = 2000;

    private final SimHost host;
    private final Plan plan;
    private final String subscription;
    private final RetriedCalls calls;
    private final String session = Long.toHexString(System.nanoTime()); // keys differ between runs
    private final Thread thread = new NamedThreads("ccm-sim-host-publisher").newThread(this::run);
    private volatile boolean closing;
    private volatile boolean on;
    private volatile boolean subscribe;
    private volatile boolean subscribed;
    private volatile long published;

    /** How the publishing stands. */
    public record Counts(
            long published, long answered, long refused, long repeated, int unanswered) {}

    /**
     * Makes one; only before the host is opened.
     *
     * @param subscription the topics to subscribe to, empty for none
     */
    public Publisher(SimHost host, Plan plan, String subscription) {
        this.host = host;
        this.plan = plan;
        this.subscription = subscription;
        this.subscribe = !subscription.isEmpty(); // the gateway may have started before us
        this.calls = new RetriedCalls(host, plan.patience());
        if (subscribe) {
            host.export("Sys.Init", params -> init());
        }
    }

    /** Starts; messages flow when {@link #publish} says so. */
    public void open() {
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts and stops the messages; unanswered ones are repeated all the same. */
    public void publish(boolean wanted) {
        on = wanted;
    }

    /** How it stands now. */
    public Counts counts() {
        RetriedCalls.Counts now = calls.counts();
        return new Counts(published, now.answered(), now.refused(), now.repeated(), now.open());
    }

    /** True when the gateway has taken the subscription since it started. */
    public boolean subscribed() {
        return subscribed;
    }

    private void subscribed(String answer) {
        subscribed = !JsonScan.of(answer, true).has("error");
    }

    private String init() {
        subscribed = false;
        subscribe = true;
        return "";
    }

    private void run() {
        long due = System.nanoTime();
        try {
            while (!closing) {
                calls.repeatOverdue();
                subscribe();
                long left = due - System.nanoTime();
                if (mayPublish() && left <= 0) {
                    publishNext();
                    due = Math.max(due + plan.every().toNanos(), System.nanoTime());
                } else {
                    calls.await(mayPublish() ? millis(left) : LOOK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean mayPublish() {
        return on
                && !plan.topic().isEmpty()
                && (plan.count() == 0 || published < plan.count())
                && calls.fewerThan(plan.window());
    }

    private void subscribe() {
        if (subscribe) {
            subscribe = false;
            String params = "{\"topic\":\"" + subscription + "\",\"qos\":1}";
            calls.start("MQTT.Sub", params, "", false).thenAccept(this::subscribed);
        }
    }

    private void publishNext() {
        long number = ++published;
        switch (plan.style()) {
            case NOTIFICATION -> host.notify("MQTT.Pub", params(numbered(number)));
            case CALL -> calls.start("MQTT.Pub", params(numbered(number)), "", true);
            case IDEM ->
                    calls.start("MQTT.Pub", params(numbered(number)), session + "-" + number, true);
            case SLOPPY -> sloppy(number);
        }
    }

    private void sloppy(long number) {
        long uptime = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        if (number % 2 == 1) {
            host.send(
                    "{\"method\": \"Shadow.Report\", \"params\": {\"app\": {\"name\":\"test\","
                            + "\"version\":\"1.0\",\"uptime_ms\":"
                            + uptime
                            + ",\"blink_period_ms\":500}}");
        } else {
            host.notify("MQTT.Pub", params("{\"n\":" + number + ",\"uptime_ms\":" + uptime + "}"));
        }
    }

    /** A JSON text inside a string, as hosts send it. */
    private static String numbered(long number) {
        return "\"{\\\"n\\\":" + number + "}\"";
    }

    private String params(String message) {
        return "{\"topic\":\""
                + plan.topic()
                + "\",\"message\":"
                + message
                + ",\"qos\":"
                + plan.qos()
                + "}";
    }

    private static long millis(long nanos) {
        return Math.min(LOOK_MILLIS, Duration.ofNanos(nanos).toMillis());
    }
}
