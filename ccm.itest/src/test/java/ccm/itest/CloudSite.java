package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/** A product as it ships, its host at a line, and the emulated cloud that it is a device of. */
final class CloudSite implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final double SOON = 0.1; // seconds; the least that there is
    private static final int FRAME = 4_096; // what Cloud.Status says is longer than usual frames

    private final CloudTarget target;
    private final ObedientHost host;
    private final InProcessGateway gateway;

    CloudSite(CloudTarget target, Path folder) throws Exception {
        this(target, folder, Map.of());
    }

    /**
     * Makes one.
     *
     * @param told properties of its framework
     */
    CloudSite(CloudTarget target, Path folder, Map<String, String> told) throws Exception {
        this.target = target;
        host = new ObedientHost();
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        ObjectNode rpc = settings.putObject("host").putObject("rpc").put("max_frame_out", FRAME);
        rpc.putObject("uart").put("port", host.device());
        target.emulator().settings().forEach((path, value) -> put(settings, path, value));
        settings.withObject("/" + target.section())
                .put("reconnect_timeout_min", SOON)
                .put("reconnect_timeout_max", SOON);
        gateway = InProcessGateway.told(target.sku(), folder, settings.toString(), told);
    }

    private static void put(ObjectNode into, String path, String value) {
        String[] names = path.split("\\.");
        ObjectNode folder = into;
        for (int i = 0; i < names.length - 1; i++) {
            folder = folder.withObject("/" + names[i]);
        }
        boolean truth = value.equals("true") || value.equals("false");
        if (truth) {
            folder.put(names[names.length - 1], Boolean.parseBoolean(value));
        } else {
            folder.put(names[names.length - 1], value);
        }
    }

    CloudTarget target() {
        return target;
    }

    ObedientHost host() {
        return host;
    }

    /** Changes a setting as people do. */
    void set(String path, String value) throws Exception {
        set(Map.of(path, value));
    }

    /** Changes settings as people do, all at once. */
    void set(Map<String, String> all) throws Exception {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        all.forEach((path, value) -> put(change, path, value));
        JsonNode answer =
                ask("Config.Set", JsonNodeFactory.instance.objectNode().set("config", change));
        assertFalse(answer.toString(), answer.has("error"));
    }

    /**
     * The connection takes a fresh login, as it does by itself when the old one is about to end.
     */
    void renew() throws ReflectiveOperationException, InvalidSyntaxException {
        tellCloud("renew");
    }

    /** The connection is made anew at once, as when another network came. */
    void reconnect() throws ReflectiveOperationException, InvalidSyntaxException {
        tellCloud("reconnect");
    }

    private void tellCloud(String what)
            throws ReflectiveOperationException, InvalidSyntaxException {
        BundleContext framework = gateway.context();
        Object cloud =
                framework.getService(
                        framework.getAllServiceReferences("ccm.api.cloud.CloudConnector", null)[0]);
        cloud.getClass().getMethod(what).invoke(cloud); // its class is the framework's
    }

    /** Waits until messages flow. */
    CloudSite ready() {
        eventually(() -> assertEquals(status().toString(), "READY", phase()));
        return this;
    }

    String phase() throws Exception {
        return status().path("phase").asText();
    }

    /** What the gateway says of this cloud. */
    JsonNode status() throws Exception {
        JsonNode answer = ask("Cloud.Status", MissingNode.getInstance());
        for (JsonNode each : answer.path("result").path("clouds")) {
            if (each.path("name").asText().equals(target.section())) {
                return each;
            }
        }
        throw new AssertionError(target.section() + ": not there: " + answer);
    }

    /** The host asks the gateway. */
    JsonNode ask(String method, JsonNode params) throws Exception {
        return host.call(method, params).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Publishes a record on one of two topics; completes with the gateway's answer. */
    Record publish(int number) {
        String topic = "t/" + number % 2;
        ObjectNode params =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("topic", topic)
                        .put("message", String.valueOf(number))
                        .put("qos", 1);
        return new Record(number, host.call("MQTT.Pub", params));
    }

    /** A record of the host, and how the gateway answers it. */
    record Record(int number, java.util.concurrent.CompletableFuture<JsonNode> answer) {
        /** True when the gateway took it. */
        boolean acknowledged() throws Exception {
            return !answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).has("error");
        }
    }

    @Override
    public void close() throws IOException, BundleException {
        gateway.close();
        host.close();
        target.close();
    }
}
