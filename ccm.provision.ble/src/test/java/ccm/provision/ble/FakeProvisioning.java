package ccm.provision.ble;

import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.Provisioning;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that notes calls and answers a few of them. */
final class FakeProvisioning implements Provisioning {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final JsonNode SAVED = json("{\"saved\":true}");
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "wifi.sta.ssid", "\"\"",
                    "wifi.sta.pass", "\"\"",
                    "wifi.sta.enable", "false",
                    "wifi.sta.channel", "0",
                    "wifi.ap", "{\"enable\":true,\"ssid\":\"CCM-A1B2C3\"}",
                    "wifi.sta", "{\"enable\":false}");

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<JsonNode> set = CompletableFuture.completedFuture(SAVED);

    /** What {@code Config.Set} is answered with from now on. */
    CompletableFuture<JsonNode> nextSet() {
        set = new CompletableFuture<>();
        return set;
    }

    /** What was called: the caller, the method, the params. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The last call. */
    String last() {
        return calls.isEmpty() ? "" : calls.get(calls.size() - 1);
    }

    @Override
    public ProvisionStatus status() {
        return new ProvisionStatus(0, 0, false, "waits", Optional.empty());
    }

    @Override
    public CompletionStage<JsonNode> call(
            String channel, String address, String method, JsonNode params) {
        calls.add(channel + " " + address + " " + method + " " + params);
        return switch (method) {
            case "RPC.Ping" -> CompletableFuture.completedFuture(params);
            case "Config.Get" -> get(params.path("key").asText());
            case "Config.Set" -> set;
            case "Sys.Reboot" ->
                    failed(
                            new RpcException(RpcException.FORBIDDEN, "not over Bluetooth")
                                    .onNetwork(RpcException.FORBIDDEN, "not over Bluetooth"));
            default -> CompletableFuture.completedFuture(params);
        };
    }

    private static CompletionStage<JsonNode> get(String key) {
        if (!key.startsWith("wifi.")) {
            return failed(new RpcException(RpcException.FORBIDDEN, key + " is locked"));
        }
        String value = SETTINGS.get(key);
        return value == null
                ? failed(RpcException.invalidParams("there is no " + key).onNetwork(404, "no"))
                : CompletableFuture.completedFuture(json(value));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static CompletionStage<JsonNode> failed(RpcException e) {
        return CompletableFuture.failedStage(e);
    }
}
