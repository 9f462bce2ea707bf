package ccm.provision.ap;

import ccm.api.provision.ProvisionStatus;
import ccm.api.provision.Provisioning;
import ccm.api.rpc.RpcException;
import ccm.parts.http.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands calls to the engine of provisioning; those that try a network within limits. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final String SET = "config.set";
    private static final List<String> NETWORKS = List.of("sta", "sta1", "sta2");
    private static final List<String> TRYING =
            List.of("provision.join", "wifi.setupsta", "config.save"); // the last one of pieces

    private final Services services;
    private final Limits limits;

    Engine(Services services, Limits limits) {
        this.services = services;
        this.limits = limits;
    }

    /** Where provisioning stands; empty while the engine is being replaced. */
    Optional<ProvisionStatus> status() {
        return services.provisioning().map(Provisioning::status);
    }

    /** Fails with a {@link Refusal}. */
    CompletionStage<JsonNode> call(String address, String method, JsonNode params) {
        Provisioning engine = services.provisioning().orElse(null);
        if (engine == null) {
            return CompletableFuture.failedFuture(
                    new Refusal(
                            Refusal.UNAVAILABLE,
                            "a part of the gateway is starting or being replaced. Try again"));
        }
        if (!isTry(method, params)) {
            return called(engine, address, method, params);
        }
        try {
            limits.tries(address);
        } catch (Refusal e) {
            return CompletableFuture.failedFuture(e);
        }
        return called(engine, address, method, params)
                .whenComplete((result, failure) -> limits.tried(address));
    }

    /** What a failure is for the caller. */
    static Refusal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (cause instanceof RpcException e) {
            return Refusal.of(e.networkCode(), e.networkMessage());
        }
        LOG.error("provision.ap: a call failed", cause);
        return new Refusal(Refusal.INTERNAL, "the call failed. See the log");
    }

    private static CompletionStage<JsonNode> called(
            Provisioning engine, String address, String method, JsonNode params) {
        CompletionStage<JsonNode> called;
        try {
            called = engine.call(AccessPointChannel.NAME, address, method, params);
        } catch (RuntimeException e) { // the engine is a bundle of its own
            called = CompletableFuture.failedFuture(e);
        }
        return called.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    /** True for what may be a try, in whatever letters the method is written. */
    static boolean isTry(String method, JsonNode params) {
        String name = method.toLowerCase(Locale.ROOT);
        return TRYING.contains(name) || SET.equals(name) && concernsNetworks(params);
    }

    private static boolean concernsNetworks(JsonNode params) {
        JsonNode change = params.path(params.has("value") ? "value" : "config");
        String key = params.path("key").asText();
        if (key.isEmpty() || key.equals("wifi")) {
            JsonNode wifi = key.isEmpty() ? change.path("wifi") : change;
            return NETWORKS.stream().anyMatch(wifi::has);
        }
        return NETWORKS.stream().anyMatch(name -> (key + ".").startsWith("wifi." + name + "."));
    }
}
