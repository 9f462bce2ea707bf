package ccm.cloud.azure;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.MqttRemedies;
import ccm.api.mqtt.Refusal;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An IoT hub: one topic for what a device says, one for what it is told, and those of its twin and
 * its methods. The host's topic travels as the property {@code topic}.
 */
final class AzureDialect implements MqttDialect {
    static final String NAME = "azure";

    /** The property that holds the host's topic, in both directions. */
    static final String TOPIC = "topic";

    private static final int MAX_MESSAGE = 256 * 1024; // with its properties
    private static final int MAX_INFLIGHT = 10;
    private static final double RATE = 10;
    private static final Capabilities CAPABILITIES =
            new Capabilities(false, MAX_MESSAGE, MAX_INFLIGHT, false, RATE);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final boolean told;
    private final AzureTwin twin;
    private final Optional<DirectMethods> methods;
    private final MqttRemedies remedies;
    private volatile String device = ""; // set before there is a session

    /**
     * Makes one.
     *
     * @param told whether to ask for messages of the cloud to the device
     * @param methods empty when nobody may call
     * @param remedies for refusals of the hub
     */
    AzureDialect(
            boolean told, AzureTwin twin, Optional<DirectMethods> methods, MqttRemedies remedies) {
        this.told = told;
        this.twin = twin;
        this.methods = methods;
        this.remedies = remedies;
    }

    /** Who we are to the hub; before the session. */
    void device(String id) {
        device = id;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /** Four: a hub takes five at most. */
    @Override
    public List<MqttFilter> filters() {
        List<MqttFilter> own = new ArrayList<>();
        own.add(new MqttFilter(AzureTwin.DESIRED + "#", 1));
        own.add(new MqttFilter(AzureTwin.ANSWERS + "#", 0));
        if (methods.isPresent()) {
            own.add(new MqttFilter(DirectMethods.CALLS + "#", 0));
        }
        if (told) {
            own.add(new MqttFilter(bound() + "#", 1));
        }
        return own;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        String topic = message.topic();
        if (topic.startsWith("$")) {
            return Optional.of(
                    "topic " + topic + " is the hub's own. use Shadow.Report, or another topic");
        }
        if (topic.startsWith("devices/") && !topic.startsWith(events())) {
            return Optional.of(
                    "topic "
                            + topic
                            + " is not ours to publish on: write "
                            + events()
                            + ", or any topic that does not begin with devices/");
        }
        int size = wire(message).length() - events().length() + message.payload().length;
        return size > MAX_MESSAGE
                ? Optional.of(
                        "payload and properties are "
                                + size
                                + " bytes, a hub takes "
                                + MAX_MESSAGE
                                + ". send less at a time")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(String filter) {
        return filter.startsWith("$")
                ? Optional.of(
                        "filter "
                                + filter
                                + " is the hub's own: Shadow.Delta tells what it wants, methods"
                                + " are called by themselves")
                : Optional.empty();
    }

    @Override
    public CloudMessage outgoing(CloudMessage message) throws CloudException {
        Optional<String> refusal = refusal(message); // queued for another device id, perhaps
        if (refusal.isPresent()) {
            throw new CloudException("azure: " + refusal.get(), true);
        }
        return new CloudMessage(wire(message), message.payload(), message.qos(), false);
    }

    /** The hub closes on any filter of the host's: they are all matched here. */
    @Override
    public Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.empty();
    }

    @Override
    public Optional<CompletionStage<Void>> own(CloudMessage message) {
        boolean taken =
                twin.take(message)
                        || methods.filter(each -> each.take(message)).isPresent()
                        || message.topic().startsWith("$");
        return taken ? Optional.of(CompletableFuture.completedFuture(null)) : Optional.empty();
    }

    @Override
    public CloudMessage incoming(CloudMessage message) {
        if (!message.topic().startsWith(bound())) {
            return message;
        }
        return PropertyBag.of(message.topic().substring(bound().length()))
                .get(TOPIC)
                .map(topic -> new CloudMessage(topic, message.payload(), message.qos(), false))
                .orElse(message);
    }

    @Override
    public Optional<String> remedy(Refusal refusal) {
        return remedies.of(refusal);
    }

    @Override
    public void onState(CloudState state) {
        twin.onReady(state.phase() == Phase.READY);
    }

    private String wire(CloudMessage message) {
        if (message.topic().startsWith("devices/")) {
            return message.topic();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(TOPIC, message.topic());
        if (isJson(message.payload())) { // so that routes of the hub can look into it
            properties.put("$.ct", "application/json");
            properties.put("$.ce", "utf-8");
        }
        return events() + new PropertyBag(properties).text();
    }

    private String events() {
        return "devices/" + device + "/messages/events/";
    }

    private String bound() {
        return "devices/" + device + "/messages/devicebound/";
    }

    private static boolean isJson(byte[] payload) {
        try {
            return !JSON.readTree(payload).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }
}
