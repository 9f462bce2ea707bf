package ccm.provision.ap;

import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.provision.ProvisionStatus.Phase;
import ccm.api.provision.Provisioning;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An engine of provisioning with a few methods. A try lasts until a test ends it, well for the
 * password {@code right-password} alone.
 */
final class FakeEngine implements Provisioning {
    static final String RIGHT = "right-password";
    static final String IP = "192.168.7.23";
    static final String WRONG = "The password of %s is wrong. Look at capital letters.";

    record Call(String channel, String address, String method, JsonNode params) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile Optional<Attempt> attempt = Optional.empty();
    volatile CompletableFuture<JsonNode> trying = new CompletableFuture<>();
    volatile boolean thrown; // by every call
    volatile Runnable asked = () -> {}; // before the state is told
    private long number;

    @Override
    public ProvisionStatus status() {
        asked.run();
        return new ProvisionStatus(0, 0, false, "not provisioned", attempt);
    }

    @Override
    public CompletionStage<JsonNode> call(
            String channel, String address, String method, JsonNode params) {
        if (thrown) {
            throw new IllegalStateException("an accident");
        }
        CompletionStage<JsonNode> answer = answer(method, params);
        calls.add(new Call(channel, address, method, params)); // last: a test waits for this
        return answer;
    }

    private CompletionStage<JsonNode> answer(String method, JsonNode params) {
        return switch (method) {
            case "Sum" ->
                    CompletableFuture.completedFuture(
                            IntNode.valueOf(params.path(0).asInt() + params.path(1).asInt()));
            case "Wifi.Status" -> CompletableFuture.completedFuture(TextNode.valueOf("a \"b\" ü"));
            case "Echo", "RPC.Ping", "Provision.Status" ->
                    CompletableFuture.completedFuture(params);
            case "Locked" -> failed(new RpcException(-32602, "locked").onNetwork(403, "locked"));
            case "Broken" -> failed(new IllegalStateException("an accident"));
            case "Config.Set", "Provision.Join" -> begin(ssid(params));
            default -> failed(RpcException.noSuchMethod(method, "no such method"));
        };
    }

    /** The tries, of whatever method. */
    List<Call> tries() {
        return calls.stream().filter(call -> isTry(call.method())).toList();
    }

    /** The password that the last try had. */
    String password() {
        List<Call> tries = tries();
        JsonNode params = tries.get(tries.size() - 1).params();
        return params.path("pass").asText(params.at("/config/wifi/sta/pass").asText());
    }

    private static boolean isTry(String method) {
        return method.equals("Config.Set") || method.equals("Provision.Join");
    }

    /** Ends the try as the password says. */
    synchronized void end() {
        Attempt now = attempt.orElseThrow();
        boolean right = RIGHT.equals(password());
        String text = right ? "Connected to " + now.ssid() : String.format(WRONG, now.ssid());
        attempt =
                Optional.of(
                        new Attempt(
                                now.number(),
                                right ? Phase.DONE : Phase.FAILED,
                                now.ssid(),
                                right ? "" : "wrong_password",
                                text,
                                right ? IP : "",
                                Instant.EPOCH));
        CompletableFuture<JsonNode> ending = trying;
        trying = new CompletableFuture<>();
        if (right) {
            ending.complete(
                    tries().get(tries().size() - 1).method().equals("Config.Set")
                            ? JsonNodeFactory.instance.objectNode().put("saved", true)
                            : JsonNodeFactory.instance.objectNode().put("ip", IP));
        } else {
            String method = tries().get(tries().size() - 1).method();
            ending.completeExceptionally(RpcException.invalidParams(method + ": " + text));
        }
    }

    private synchronized CompletionStage<JsonNode> begin(String ssid) {
        attempt =
                Optional.of(
                        new Attempt(
                                ++number,
                                Phase.JOINING,
                                ssid,
                                "",
                                "Joining " + ssid + "…",
                                "",
                                Instant.EPOCH));
        return trying;
    }

    private static String ssid(JsonNode params) {
        return params.path("ssid").asText(params.at("/config/wifi/sta/ssid").asText());
    }

    private static CompletionStage<JsonNode> failed(Exception cause) {
        return CompletableFuture.failedFuture(cause);
    }
}
