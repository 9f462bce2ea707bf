package ccm.sim.demo;

import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happens in the demo with a cloud: the simulated host publishes numbered messages, the cloud
 * gets them; the cloud wants the light on and off, the host obeys and says so. At the end no
 * message may be missing, and no wish unmet.
 */
final class CloudStory implements Tale {
    private static final long START_SECONDS = 30;
    private static final long STEP_MILLIS = 3_000;
    private static final long PAUSE_MILLIS = 50;
    private static final long ERRAND_NANOS = TimeUnit.SECONDS.toNanos(180);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    // each cloud wraps a message in its own way, some as text inside JSON
    private static final Pattern NUMBER = Pattern.compile("^\\{?.*?\\{\\\\*\"n\\\\*\":(\\d+)\\}.*");

    private final String cloud;
    private final CloudControl control;
    private final LocalCalls rpc;
    private final Terminal terminal;
    private final Errand errand;
    private final Tally fromHost = new Tally();
    private long shown;

    CloudStory(
            String cloud, CloudControl control, LocalCalls rpc, Terminal terminal, Errand errand) {
        this.errand = errand;
        this.cloud = cloud;
        this.control = control;
        this.rpc = rpc;
        this.terminal = terminal;
    }

    @Override
    public Outcome play(long nanos)
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        long end = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
        invite();
        awaitReady();
        rpc.call("Sim.Start");
        int wishes = 0;
        int met = 0;
        boolean on = true;
        do { // once in any case, however long the start took
            wishes++;
            if (wish(on)) {
                met++;
            }
            on = !on;
            watch(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
        } while (goesOn(end));
        rpc.call("Sim.Stop");
        return summary(wishes, met);
    }

    private boolean goesOn(long end) {
        if (end == Long.MAX_VALUE) {
            return true;
        }
        long left = end - System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS);
        return left > 0 || errand.pending() && left > -ERRAND_NANOS;
    }

    private void invite() {
        terminal.say("demo: the shadow, a button and what happens: " + control.url());
        terminal.say("demo: or type this in another terminal:");
        terminal.say("  curl -d '{\"on\":true}' " + control.url() + "desired");
        terminal.say("  curl " + control.url() + "shadow");
        terminal.say("  curl -d restart=1000 " + control.url() + "faults");
    }

    private void awaitReady()
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        JsonNode clouds = clouds();
        while (!ready(clouds)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        cloud + " is not connected within " + START_SECONDS + " s: " + clouds);
            }
            show();
            Thread.sleep(PAUSE_MILLIS);
            clouds = clouds();
        }
        terminal.say("demo: connected to " + cloud);
    }

    /** None while the method is not there: this bundle may be up before the one that has it. */
    private JsonNode clouds() throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return rpc.call("Cloud.Status").path("clouds");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcException said
                    && said.code() == RpcException.METHOD_NOT_FOUND) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    /** It is the only cloud that is switched on. */
    private static boolean ready(JsonNode clouds) {
        for (JsonNode one : clouds) {
            if (one.path("phase").asText().equals("READY")) {
                return true;
            }
        }
        return false;
    }

    /** Wants the light on or off; true when the host has obeyed and said so in time. */
    private boolean wish(boolean on) throws InterruptedException, IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        control.post("desired", "{\"on\":" + on + "}");
        terminal.show(cloud, "<-", "desired {\"on\":" + on + "}");
        while (System.nanoTime() < end) {
            show();
            JsonNode said = control.get("shadow").path("reported").path("on");
            if (said.isBoolean() && said.booleanValue() == on) {
                terminal.show(cloud, "->", "reported {\"on\":" + on + "}");
                return true;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        terminal.say(
                "demo: the host has not obeyed within "
                        + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)
                        + " s");
        return false;
    }

    private void watch(long until) throws InterruptedException, IOException {
        while (System.nanoTime() < until) {
            show();
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Shows what came in since the last look. */
    private void show() throws IOException {
        for (JsonNode event : control.get("messages?since=" + shown)) {
            shown = event.path("number").asLong();
            String kind = event.path("kind").asText();
            String text = event.path("text").asText();
            String what = event.path("what").asText() + (text.isEmpty() ? "" : " " + text);
            if (kind.equals("in")) {
                terminal.show(cloud, "->", what);
                count(text);
            } else if (!kind.equals("out")) {
                terminal.show(cloud, "--", kind + " " + what);
            }
        }
    }

    private void count(String text) {
        Matcher numbered = NUMBER.matcher(text);
        if (numbered.matches()) {
            fromHost.came(Integer.parseInt(numbered.group(1)));
        }
    }

    private Outcome summary(int wishes, int met)
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int published = rpc.call("Sim.Status").path("published").asInt();
        show();
        while (System.nanoTime() < end && fromHost.count() < published) {
            Thread.sleep(PAUSE_MILLIS);
            show();
            published = rpc.call("Sim.Status").path("published").asInt();
        }
        terminal.say(
                "demo: host to "
                        + cloud
                        + " "
                        + published
                        + " published, "
                        + fromHost.count()
                        + " received; "
                        + wishes
                        + " changes desired, "
                        + met
                        + " obeyed");
        return new Outcome(published + wishes, fromHost.count() + met);
    }
}
