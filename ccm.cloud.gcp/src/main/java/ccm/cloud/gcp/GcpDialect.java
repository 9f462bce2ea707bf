package ccm.cloud.gcp;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.Refusal;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * IoT Core: what a device says goes to folders of its events, what it is told are commands in
 * folders, and its shadow is its configuration and its state. The host's topic is the folder.
 */
final class GcpDialect implements MqttDialect {
    static final String NAME = "gcp";

    private static final String NATIVE = "/devices/";
    private static final int MAX_MESSAGE = 256 * 1024;
    private static final int MAX_INFLIGHT = 20;
    private static final double RATE = 20;
    private static final Capabilities CAPABILITIES =
            new Capabilities(false, MAX_MESSAGE, MAX_INFLIGHT, false, RATE);

    private final boolean told;
    private final GcpShadow shadow;
    private final String callsFolder;
    private final Optional<FrameCalls> calls;
    private volatile String device = ""; // set before there is a session

    /**
     * Makes one.
     *
     * @param told whether to ask for commands
     * @param callsFolder of commands that are calls
     * @param calls empty when nobody may call
     */
    GcpDialect(boolean told, GcpShadow shadow, String callsFolder, Optional<FrameCalls> calls) {
        this.told = told;
        this.shadow = shadow;
        this.callsFolder = callsFolder;
        this.calls = calls;
    }

    /** Who we are to the cloud; before the session. */
    void device(String id) {
        device = id;
        shadow.device(id);
    }

    /** Where the answer to a caller goes. */
    String events(String folder) {
        return NATIVE + device + "/events/" + Folder.encode(folder);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<MqttFilter> filters() {
        List<MqttFilter> own = new ArrayList<>();
        shadow.filter().ifPresent(own::add);
        if (told) {
            own.add(new MqttFilter(commands() + "/#", 1)); // without # the cloud refuses
        }
        return own;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        String topic = message.topic();
        if (isEvents(topic)) {
            return Optional.empty();
        }
        if (topic.startsWith(NATIVE)) {
            return Optional.of(
                    "topic "
                            + topic
                            + " is not ours to publish on: write "
                            + NATIVE
                            + device
                            + "/events, use Shadow.Report for the state, or any topic that does"
                            + " not begin with "
                            + NATIVE);
        }
        boolean empty = topic.startsWith("/") || topic.endsWith("/") || topic.contains("//");
        return empty
                ? Optional.of(
                        "topic "
                                + topic
                                + " has an empty level, but no folder has an empty name. name it,"
                                + " or leave the slash out")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(String filter) {
        boolean foreign = filter.startsWith(NATIVE) && !filter.equals(commands());
        return foreign
                ? Optional.of(
                        "filter "
                                + filter
                                + " matches nothing: a command in the folder a/b comes with the"
                                + " topic a/b, one without a folder with "
                                + commands()
                                + ", and Shadow.Delta tells the configuration")
                : Optional.empty();
    }

    @Override
    public CloudMessage outgoing(CloudMessage message) throws CloudException {
        Optional<String> refusal = refusal(message); // queued for another device id, perhaps
        if (refusal.isPresent()) {
            throw new CloudException("gcp: " + refusal.get(), true);
        }
        String topic = isEvents(message.topic()) ? message.topic() : events(message.topic());
        return new CloudMessage(topic, message.payload(), message.qos(), false);
    }

    /** The cloud closes on any filter of the host's: they are all matched here. */
    @Override
    public Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.empty();
    }

    @Override
    public Optional<CompletionStage<Void>> own(CloudMessage message) {
        boolean call = isCall(message);
        if (call) {
            calls.ifPresent(each -> each.take(message.payload()));
        }
        return call || shadow.take(message)
                ? Optional.of(CompletableFuture.completedFuture(null))
                : Optional.empty();
    }

    private boolean isCall(CloudMessage message) {
        return calls.isPresent() && folder(message.topic()).filter(callsFolder::equals).isPresent();
    }

    @Override
    public CloudMessage incoming(CloudMessage message) {
        return folder(message.topic())
                .map(topic -> new CloudMessage(topic, message.payload(), message.qos(), false))
                .orElse(message);
    }

    @Override
    public Optional<String> remedy(Refusal refusal) {
        return GcpRemedies.of(refusal);
    }

    @Override
    public void onState(CloudState state) {
        shadow.onReady(state.phase() == Phase.READY);
    }

    /** The host's topic of a command in a folder. */
    private Optional<String> folder(String topic) {
        String before = commands() + "/";
        return topic.startsWith(before) && topic.length() > before.length()
                ? Optional.of(Folder.decode(topic.substring(before.length())))
                : Optional.empty();
    }

    private boolean isEvents(String topic) {
        String events = NATIVE + device + "/events";
        return topic.equals(events) || topic.startsWith(events + "/");
    }

    private String commands() {
        return NATIVE + device + "/commands";
    }
}
