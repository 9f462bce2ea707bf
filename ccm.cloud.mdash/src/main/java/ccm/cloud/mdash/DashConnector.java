package ccm.cloud.mdash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudListener;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.NetworkListener;
import ccm.api.device.Device;
import ccm.parts.cloud.Handover;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * mDash as a cloud. A message of QoS 1 is a call {@code MQTT.Pub}: the cloud has it when it answers
 * anything but an error of its own. It lives on while its neighbours are swapped.
 */
final class DashConnector
        implements CloudConnector, NetworkListener, DashSession.Listener, AutoCloseable {
    static final String NAME = "dash";
    static final String PUBLISH = "MQTT.Pub";
    private static final String MESSAGE = "MQTT.Message";
    private static final int INFLIGHT = 16;
    private static final double RATE = 10;
    private static final int BAD_REQUEST = 400;
    private static final int BUSY = 503;
    private static final long MILLION = 1 << 20;

    private final DashSettings settings;
    private final Path files;
    private final DashLimits limits;
    private final DashFrames sizes;
    private final Handover handover = new Handover(this);
    private final DashShadow shadow;
    private final DashCalls calls = new DashCalls();
    private final DashLog log;
    private Optional<DashSession> session = Optional.empty(); // guarded by this
    private volatile Optional<DashSession> open = Optional.empty(); // the same, for readers
    private volatile Optional<Device> device = Optional.empty();
    private volatile CloudState state =
            new CloudState(Phase.IDLE, "the device's id is not known yet", Instant.now(), 0);

    DashConnector(DashSettings settings, Path files, DashLimits limits) {
        this.settings = settings;
        this.files = files;
        this.limits = limits;
        this.sizes = new DashFrames(settings, "device-id-of-usual-length");
        this.shadow =
                new DashShadow(
                        (method, params) -> call(method, params, ""),
                        sizes,
                        settings.frames().largest());
        this.log = new DashLog(settings.token());
    }

    DashShadow shadow() {
        return shadow;
    }

    DashCalls calls() {
        return calls;
    }

    DashLog log() {
        return log;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, settings.frames().largest(), INFLIGHT, false, RATE);
    }

    @Override
    public CloudState state() {
        return state;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        Optional<String> text = text(message);
        if (text.isEmpty()) {
            return Optional.of("the message is no UTF-8, and mDash carries text alone");
        }
        int size =
                DashFrames.size(sizes.call(Long.MAX_VALUE, PUBLISH, params(message, text.get())));
        return size > settings.frames().largest()
                ? Optional.of(
                        "the message makes a frame of "
                                + size
                                + " bytes, dash.max_frame is "
                                + settings.frames().largest()
                                + ". send less at a time")
                : Optional.empty();
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        Optional<String> text = text(message);
        if (text.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new CloudException("dash: the message is no UTF-8", true));
        }
        ObjectNode params = params(message, text.get());
        if (message.qos() == 0) {
            return ready().thenCompose(connection -> connection.tell(PUBLISH, params));
        }
        if (!settings.frames().answered()) {
            return ready().thenCompose(
                            connection -> {
                                connection.tell(PUBLISH, params);
                                return connection.call("Dash.Heartbeat", info(), suspect(message));
                            })
                    .thenApply(answer -> null);
        }
        return call(PUBLISH, params, suspect(message)).thenCompose(DashConnector::taken);
    }

    /** There are no topics: what comes in is compared with filters by the engine. */
    @Override
    public CompletionStage<Void> subscribe(String filter, int qos) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String filter) {
        return CompletableFuture.completedFuture(null);
    }

    /** The engine is here. */
    void engine(CloudListener listener) {
        handover.engine(listener);
    }

    /** This engine is gone; messages wait for the next one. */
    void without(CloudListener gone) {
        handover.without(gone);
    }

    /** Connects as this device, if it does not already. */
    synchronized void connect(Device as) {
        boolean same = device.filter(now -> now.id().equals(as.id())).isPresent();
        device = Optional.of(as);
        if (same && session.isPresent()) {
            return;
        }
        close();
        DashSession next =
                new DashSession(settings, files, new DashFrames(settings, as.id()), limits, this);
        session = Optional.of(next);
        open = session;
        next.open();
    }

    @Override
    public synchronized void close() {
        session.ifPresent(DashSession::close);
        session = Optional.empty();
        open = session;
    }

    @Override
    public void onNetwork() {
        open.ifPresent(DashSession::reconnect);
    }

    @Override
    public void onState(CloudState next) {
        state = next;
        if (!next.ready()) {
            shadow.onReady(false);
        }
        handover.state(next);
        if (next.ready()) {
            shadow.onReady(true);
        }
    }

    @Override
    public void onCall(DashConnection from, ObjectNode frame) {
        switch (frame.path("method").asText()) {
            case "Shadow.Delta" -> {
                shadow.delta(params(frame));
                DashCalls.result(from, frame, BooleanNode.TRUE);
            }
            case MESSAGE -> arrived(from, frame);
            default -> calls.take(from, frame);
        }
    }

    @Override
    public ObjectNode info() {
        ObjectNode info = DashFrames.object().put("app", "ccm");
        device.ifPresent(
                known ->
                        info.put("id", known.id())
                                .put("mac", known.mac())
                                .put("arch", known.arch())
                                .put("fw_version", known.version())
                                .put("fw_id", known.version()));
        Runtime runtime = Runtime.getRuntime();
        return info.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000)
                .put("ram_size", runtime.maxMemory() / MILLION * MILLION)
                .put(
                        "ram_free",
                        runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory());
    }

    @Override
    public Optional<ObjectNode> line(long now) {
        return log.next(now);
    }

    /** A user of mDash has a message for the host. */
    private void arrived(DashConnection from, ObjectNode frame) {
        JsonNode params = params(frame);
        String topic = params.path("topic").asText("");
        JsonNode message = params.path("message");
        if (topic.isEmpty() || message.isMissingNode()) {
            DashCalls.error(
                    from, frame, BAD_REQUEST, "MQTT.Message: topic and message are missing");
            return;
        }
        String text = message.isTextual() ? message.textValue() : message.toString();
        handover.accept(new CloudMessage(topic, text.getBytes(UTF_8), 1, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem == null) {
                                DashCalls.result(from, frame, BooleanNode.TRUE);
                            } else {
                                DashCalls.error(from, frame, BUSY, "not kept: " + problem);
                            }
                        });
    }

    private static JsonNode params(ObjectNode frame) {
        return frame.has("params") ? frame.path("params") : frame.path("args");
    }

    private CompletionStage<DashAnswer> call(String method, ObjectNode params, String suspect) {
        return ready().thenCompose(connection -> connection.call(method, params, suspect));
    }

    private CompletionStage<DashConnection> ready() {
        Optional<DashSession> current = open; // read once: it may go at any moment
        Optional<DashConnection> connection = current.flatMap(DashSession::ready);
        return connection
                .<CompletionStage<DashConnection>>map(CompletableFuture::completedFuture)
                .orElseGet(
                        () ->
                                CompletableFuture.failedFuture(
                                        current.map(DashSession::absence)
                                                .orElseGet(
                                                        () ->
                                                                new CloudException(
                                                                        "dash: " + state.reason(),
                                                                        false))));
    }

    /** Whoever knows no such method has read the message all the same, and shows it. */
    private static CompletionStage<Void> taken(DashAnswer answer) {
        return answer.failed() && !answer.unknownMethod()
                ? CompletableFuture.failedFuture(answer.problem("a message"))
                : CompletableFuture.completedFuture(null);
    }

    private static ObjectNode params(CloudMessage message, String text) {
        return DashFrames.object()
                .put("topic", message.topic())
                .put("message", text)
                .put("qos", message.qos());
    }

    private static String suspect(CloudMessage message) {
        return message.topic() + " " + Arrays.hashCode(message.payload());
    }

    private static Optional<String> text(CloudMessage message) {
        return DashFrames.text(message.payload()); // it may be binary
    }
}
