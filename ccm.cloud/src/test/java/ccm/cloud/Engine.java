package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The whole engine on one data folder, as Declarative Services would put it together. */
final class Engine implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final RpcPeer HOST = RpcPeer.host("/dev/pts/9");

    final Store store = new Store();
    final Clouds clouds = new Clouds(store);
    final Answers answers = new Answers();
    final Inbox inbox;
    final MqttRpc rpc = new MqttRpc(clouds, Configs.of(MqttRpc.Config.class));
    final Subscriptions subscriptions;
    final CloudEvents events;
    final MqttPub pub = new MqttPub(clouds, answers);
    final MqttSub sub;
    final MqttUnsub unsub;
    final CloudStatus status;
    final CloudDead dead = new CloudDead(clouds);
    private final List<FakeCloud> connectors = new ArrayList<>();
    MemoryOutbox outbox;

    Engine(Path data, MemoryOutbox outbox, Object... inboxSettings) {
        this.outbox = outbox;
        inbox = new Inbox(store, Configs.of(Inbox.Config.class, inboxSettings));

        clouds.open();
        inbox.open();
        rpc.open();
        subscriptions = new Subscriptions(clouds, rpc, new Folder(data));
        subscriptions.open();
        events = new CloudEvents(clouds, inbox, rpc, subscriptions);
        sub = new MqttSub(clouds, subscriptions, inbox);
        unsub = new MqttUnsub(subscriptions);
        status = new CloudStatus(clouds, inbox, subscriptions, rpc);
        store.bindOutbox(outbox);
    }

    FakeCloud install(FakeCloud cloud) {
        cloud.tells(events::onState);
        connectors.add(cloud);
        clouds.bindConnector(cloud);
        return cloud;
    }

    void uninstall(FakeCloud cloud) {
        clouds.unbindConnector(cloud);
        connectors.remove(cloud);
        cloud.close();
    }

    /** The outbox bundle goes: its service first, then the outbox itself. */
    void removeOutbox() {
        store.unbindOutbox(outbox);
        outbox.close();
    }

    void installOutbox(MemoryOutbox next) {
        outbox = next;
        store.bindOutbox(next);
    }

    /** Publishes as the host does, without {@code id}. */
    void publish(String topic, String message, int qos) throws RpcException {
        pub.call(call("MQTT.Pub", publication(topic, message, qos), true));
    }

    /** Publishes as the host does, with {@code id}. */
    CompletableFuture<JsonNode> request(String topic, String message, int qos) throws RpcException {
        return pub.call(call("MQTT.Pub", publication(topic, message, qos), false))
                .toCompletableFuture();
    }

    private static JsonNode publication(String topic, String message, int qos) {
        return JSON.createObjectNode().put("topic", topic).put("message", message).put("qos", qos);
    }

    static RpcCall call(String method, JsonNode params, boolean notification) {
        return new RpcCall(method, params, HOST, notification);
    }

    /** Calls and waits for the answer; an error of either kind is thrown. */
    static JsonNode answer(DeferredRpcMethod method, String name, String params)
            throws RpcException {
        try {
            JsonNode json = params.isEmpty() ? MissingNode.getInstance() : JSON.readTree(params);
            return method.call(call(name, json, false))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcException error) {
                throw error;
            }
            throw new AssertionError(e);
        } catch (InterruptedException
                | TimeoutException
                | com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode statusOf(int cloud) {
        return status().path("clouds").path(cloud);
    }

    JsonNode status() {
        return status.call(call("Cloud.Status", MissingNode.getInstance(), false));
    }

    void eventuallyReceived(FakeCloud cloud, List<String> all) {
        eventually(() -> assertEquals(all, cloud.received));
    }

    @Override
    public void close() {
        subscriptions.close();
        rpc.close();
        inbox.close();
        answers.close();
        clouds.close();
        List.copyOf(connectors).forEach(FakeCloud::close);
        outbox.close();
    }
}
