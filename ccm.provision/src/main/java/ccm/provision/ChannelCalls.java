package ccm.provision;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.provision.ProvisionStatus.Phase;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Carries out what people at the channels call, as far as the vendor lets them. */
final class ChannelCalls {
    private static final int UNKNOWN_KEY = 404;

    /** What a page asks again and again, whether somebody looks at it or not. */
    private static final Set<String> WATCHING =
            Set.of("provision.status", "wifi.status", "rpc.ping");

    private final Engine engine;
    private final Networks networks;
    private final Gathered gathered;

    @FunctionalInterface
    private interface Work {
        JsonNode run() throws RpcException;
    }

    ChannelCalls(Engine engine, Networks networks) {
        this.engine = engine;
        this.networks = networks;
        this.gathered = new Gathered(engine.timing());
    }

    CompletionStage<JsonNode> call(String channel, String address, String method, JsonNode params) {
        if (!WATCHING.contains(method.toLowerCase(Locale.ROOT))) {
            engine.somebodyIsThere();
        }
        RpcCall call =
                new RpcCall(
                        method, params, new RpcPeer(channel, address, RpcPeer.Zone.LOCAL), false);
        try {
            Policy policy = new Policy(channel, engine.settings().channel(channel));
            policy.checkMethod(method);
            return plain(call(policy, call));
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The table finds methods whatever their letters' case, and so must this. */
    private CompletionStage<JsonNode> call(Policy policy, RpcCall call) throws RpcException {
        return switch (call.method().toLowerCase(Locale.ROOT)) {
            case "config.set" -> set(policy, call);
            case "config.save" -> save(call);
            case "config.get" -> done(get(policy, call));
            case "rpc.list" -> done(list(policy));
            case "provision.join" -> {
                ObjectNode change = networks.change(call);
                policy.checkChange(call.method(), change);
                yield ended(networks.join(call, change), call, change);
            }
            case "provision.status" -> done(StatusText.of(engine));
            case "wifi.scan" -> networks.scan(call);
            case "wifi.status" -> done(networks.status());
            default -> engine.core().rpc().call(call);
        };
    }

    /** What names a whole network is tried at once; pieces of one are, when they are saved. */
    private CompletionStage<JsonNode> set(Policy policy, RpcCall call) throws RpcException {
        ObjectNode change = Changes.ofSet(call);
        policy.checkChange(call.method(), change);
        ObjectNode all = gathered.with(call.peer(), change);
        if (call.in().flag("save", false)) {
            return last(call, all);
        }
        boolean enabled = Changes.station(all, engine.settings()).isPresent();
        return enabled && Changes.isWhole(change)
                ? last(call, all)
                : onEngine(call.method(), () -> gather(call, change, all));
    }

    /** Makes a change last: by a try, when there is a network in it. */
    private CompletionStage<JsonNode> last(RpcCall call, ObjectNode change) {
        Optional<Station> station = Changes.station(change, engine.settings());
        if (station.isEmpty()) {
            return onEngine(call.method(), () -> keep(call, change));
        }
        gathered.keep(call.peer(), change);
        ObjectNode kept = Changes.kept(change, station.get());
        CompletionStage<Attempt> tried =
                networks.attempt(new Tries.Wish(call.method(), kept, station.get(), by(call)));
        return ended(tried, call, change).thenApply(attempt -> saved(true));
    }

    /** What was gathered is saved, or has failed; somebody else's turn is neither. */
    private <T> CompletionStage<T> ended(CompletionStage<T> tried, RpcCall call, ObjectNode all) {
        return tried.whenComplete(
                (done, e) -> {
                    if (e == null) {
                        gathered.forget(call.peer());
                    } else if (!isLimit(e)) {
                        gathered.failed(call.peer(), all);
                    }
                });
    }

    private JsonNode keep(RpcCall call, ObjectNode change) throws RpcException {
        try {
            engine.core().tree().keep(change, by(call));
        } catch (ConfigException e) {
            throw e.refused(call.method());
        }
        gathered.forget(call.peer());
        return saved(true);
    }

    private JsonNode gather(RpcCall call, ObjectNode change, ObjectNode all) throws RpcException {
        ConfigTree tree = engine.core().tree();
        try {
            tree.check(all); // what could never be saved is refused at once
            if (!Changes.hasStation(all)) {
                tree.set(change);
            }
        } catch (ConfigException e) {
            if (!Changes.hasStation(all) || e.kind() != ConfigException.Kind.CONTRADICTION) {
                throw e.refused(call.method());
            } // else the next piece may put it right
        }
        gathered.keep(call.peer(), all);
        return saved(false);
    }

    /** Saves what this caller has set; a network that was tried is saved already. */
    private CompletionStage<JsonNode> save(RpcCall call) throws RpcException {
        ObjectNode change = gathered.untried(call.peer());
        if (!change.isEmpty()) {
            return last(call, change);
        }
        Optional<Attempt> last = engine.status().attempt();
        if (last.filter(attempt -> attempt.phase() == Phase.FAILED).isPresent()) {
            throw new RpcException(
                    RpcException.INTERNAL_ERROR,
                    call.method() + ": nothing to save: " + last.get().text());
        }
        return done(saved(true));
    }

    private JsonNode get(Policy policy, RpcCall call) throws RpcException {
        String key = call.in().text("key", "");
        JsonNode found = gathered.over(call.peer(), engine.core().tree().masked());
        for (String name : key.isEmpty() ? new String[0] : key.split("\\.", -1)) {
            found = found.path(name);
        }
        JsonNode visible = policy.visible(key, found);
        if (visible.isMissingNode()) {
            throw call.in()
                    .refuse("key", call.params().path("key"), "a setting that may be seen here")
                    .onNetwork(UNKNOWN_KEY, "invalid config key");
        }
        return visible;
    }

    private JsonNode list(Policy policy) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        engine.core().rpc().methods().stream().filter(policy::mayCall).forEach(names::add);
        return names;
    }

    /** Who wants it, for the history. */
    static String by(RpcCall call) {
        return (call.peer().channel() + " " + call.peer().address()).strip();
    }

    static JsonNode saved(boolean saved) {
        return JsonNodeFactory.instance.objectNode().put("saved", saved);
    }

    /** Writing takes a while, and the caller's thread reads a wire. */
    private CompletionStage<JsonNode> onEngine(String method, Work work) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        boolean taken =
                engine.run(
                        () -> {
                            try {
                                answer.complete(work.run());
                            } catch (RpcException e) {
                                answer.completeExceptionally(e);
                            } catch (RuntimeException e) {
                                answer.completeExceptionally(
                                        new RpcException(
                                                RpcException.INTERNAL_ERROR,
                                                "failed inside. The log says more.",
                                                e));
                                throw e;
                            }
                        });
        if (!taken) {
            answer.completeExceptionally(replaced(method));
        }
        return answer;
    }

    /** What callers hear whose engine ends. */
    static RpcException replaced(String method) {
        return RpcException.limit(
                method + ": a part of the gateway is being replaced. Try again in a moment.");
    }

    /** The same stage, whose failure is never wrapped. */
    private static CompletionStage<JsonNode> plain(CompletionStage<JsonNode> stage) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        stage.whenComplete(
                (result, e) -> {
                    if (e == null) {
                        answer.complete(result);
                    } else {
                        boolean wrapped = e instanceof CompletionException && e.getCause() != null;
                        answer.completeExceptionally(wrapped ? e.getCause() : e);
                    }
                });
        return answer;
    }

    private static boolean isLimit(Throwable e) {
        Throwable cause =
                e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof RpcException refused && refused.code() == RpcException.LIMIT;
    }

    private static CompletionStage<JsonNode> done(JsonNode result) {
        return CompletableFuture.completedStage(result);
    }
}
