package ccm.core.rpc;

import ccm.api.host.Host;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.config.Restart;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a call: a service here, the host, or nobody. */
@Component(service = {Rpc.class, Dispatcher.class})
public final class Dispatcher implements Rpc {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final LogOnce FAILURES = new LogOnce(LOG);
    private static final String HOST_PREFIX = "Host.";
    private static final int MAX_WAITING = 1000;
    private static final long RETRY_MS = 20;
    private static final int SHOWN = 60;
    private static final long LAST_MILLIS = 100; // before a restart, in which nothing is begun
    private static final int SHUTTING_DOWN = 418; // the original's number for it

    private final MethodTable methods;
    private final Host host;
    private final CallRules rules;
    private final RpcSettings settings;
    private final LongSupplier millisToRestart;
    private final Set<CompletableFuture<JsonNode>> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-core-rpc"));

    @Activate
    public Dispatcher(
            @Reference Methods methods,
            @Reference Host host,
            @Reference CallRules rules,
            @Reference RpcSettings settings,
            @Reference Restart restart) {
        this(methods.table(), host, rules, settings, restart::millisLeft);
    }

    Dispatcher(MethodTable methods, Host host, CallRules rules, RpcSettings settings) {
        this(methods, host, rules, settings, () -> Long.MAX_VALUE);
    }

    private Dispatcher(
            MethodTable methods,
            Host host,
            CallRules rules,
            RpcSettings settings,
            LongSupplier millisToRestart) {
        this.methods = methods;
        this.host = host;
        this.rules = rules;
        this.settings = settings;
        this.millisToRestart = millisToRestart;
    }

    @Deactivate
    void close() throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(2, TimeUnit.SECONDS);
        waiting.forEach(Dispatcher::giveUp);
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) {
        if (isOff(call.peer())) {
            return CompletableFuture.failedFuture(off(call.peer()));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        tryCall(call)
                .ifPresentOrElse(
                        started -> relay(call, started, answer), () -> callSoon(call, answer));
        return answer;
    }

    /**
     * Starts a call unless it has to wait for a bundle that is being swapped.
     *
     * @return empty when the call was not started and shall be tried again soon; else as the method
     *     completes it, see {@link #error}
     */
    public Optional<CompletionStage<JsonNode>> tryCall(RpcCall call) {
        String name = call.method();
        long left = millisToRestart.getAsLong();
        if (left < LAST_MILLIS) {
            return Optional.of(CompletableFuture.failedFuture(shuttingDown(left)));
        }
        Optional<LocalMethod> method = find(name);
        Optional<RpcException> refusal = refusal(call.peer(), name, method);
        if (refusal.isPresent()) {
            return Optional.of(CompletableFuture.failedFuture(refusal.get()));
        }
        if (name.startsWith(HOST_PREFIX)) {
            return Optional.of(askHost(name.substring(HOST_PREFIX.length()), call));
        }
        if (method.isPresent()) {
            return run(method.get(), call);
        }
        if (!call.peer().isHost() && host.state().exports(name)) {
            return Optional.of(askHost(name, call));
        }
        return methods.isUnknown(name)
                ? Optional.of(CompletableFuture.failedFuture(notFound(name)))
                : Optional.empty();
    }

    @Override
    public Optional<RpcException> refusal(RpcPeer peer, String name) {
        return isOff(peer) ? Optional.of(off(peer)) : refusal(peer, name, find(name));
    }

    @Override
    public List<String> methods() {
        Set<String> names = new TreeSet<>(methods.names());
        names.addAll(host.state().methods());
        return new ArrayList<>(names);
    }

    /** What the caller is told of a failure; one of ours that nobody expected is logged. */
    public static RpcException error(String method, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof RpcException expected) {
            return expected;
        }
        String kind = cause.getClass().getSimpleName();
        String message = shown(method) + ": failed inside (" + kind + "). The log says more.";
        FAILURES.error(method + kind, message, cause);
        return new RpcException(RpcException.INTERNAL_ERROR, message, cause);
    }

    private boolean isOff(RpcPeer peer) {
        return !settings.enabled() && peer.zone() == RpcPeer.Zone.NETWORK;
    }

    private static RpcException off(RpcPeer peer) {
        return RpcException.limit(peer.channel() + ": calls are off. Set rpc.enable to true.");
    }

    private Optional<LocalMethod> find(String name) {
        return name.startsWith(HOST_PREFIX) ? Optional.empty() : methods.find(name);
    }

    private Optional<RpcException> refusal(
            RpcPeer peer, String name, Optional<LocalMethod> method) {
        if (rules.isFree(peer)) {
            return Optional.empty();
        }
        try {
            rules.check(
                    peer,
                    method.map(local -> local.description().names())
                            .orElseGet(() -> hostNames(name)));
            return Optional.empty();
        } catch (RpcException e) {
            return Optional.of(e);
        }
    }

    /** A rule for the one must hold for the other: they call the same. */
    private static List<String> hostNames(String name) {
        String bare = name.startsWith(HOST_PREFIX) ? name.substring(HOST_PREFIX.length()) : name;
        return List.of(bare, HOST_PREFIX + bare);
    }

    private Optional<CompletionStage<JsonNode>> run(LocalMethod method, RpcCall call) {
        try {
            Optional<CompletionStage<JsonNode>> started = method.call(call);
            if (started.isEmpty() && methods.has(method)) { // its component cannot start
                throw RpcException.limit(shown(call.method()) + ": cannot start now. See the log.");
            }
            return started;
        } catch (RpcException | RuntimeException | LinkageError e) {
            // a bundle that was stopped in the middle may throw anything, and refuse for no better
            // reason than that it is stopping: its successor gets the call
            return methods.has(method)
                    ? Optional.of(CompletableFuture.failedFuture(error(call.method(), e)))
                    : Optional.empty();
        }
    }

    private CompletionStage<JsonNode> askHost(String name, RpcCall call) {
        if (!call.notification()) {
            return host.call(name, call.params(), settings.hostCallTimeout());
        }
        return switch (host.notify(name, call.params())) {
            case YES -> CompletableFuture.completedFuture(NullNode.instance);
            case AWAY ->
                    CompletableFuture.failedFuture(
                            RpcException.limit("host: away, " + shown(name) + " was not told"));
            case TOO_LARGE ->
                    CompletableFuture.failedFuture(
                            RpcException.limit(
                                    "host: "
                                            + shown(name)
                                            + " does not fit host.rpc.max_frame_out"));
        };
    }

    private void callSoon(RpcCall call, CompletableFuture<JsonNode> answer) {
        if (waiting.size() >= MAX_WAITING) {
            answer.completeExceptionally(
                    RpcException.limit("rpc: " + MAX_WAITING + " calls wait for a bundle already"));
            return;
        }
        waiting.add(answer);
        try {
            timer.schedule(() -> callAgain(call, answer), RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            giveUp(answer);
        }
    }

    private void callAgain(RpcCall call, CompletableFuture<JsonNode> answer) {
        waiting.remove(answer);
        tryCall(call)
                .ifPresentOrElse(
                        started -> relay(call, started, answer), () -> callSoon(call, answer));
    }

    private static void giveUp(CompletableFuture<JsonNode> answer) {
        answer.completeExceptionally(
                RpcException.limit("rpc: the dispatcher is stopping. Try again in a second."));
    }

    private static void relay(
            RpcCall call, CompletionStage<JsonNode> started, CompletableFuture<JsonNode> answer) {
        started.whenComplete(
                (result, failure) -> {
                    if (failure == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(error(call.method(), failure));
                    }
                });
    }

    private static RpcException shuttingDown(long left) {
        String message = "shutting down in " + left + " ms";
        return RpcException.limit(message).onNetwork(SHUTTING_DOWN, message);
    }

    private static RpcException notFound(String name) {
        return RpcException.noSuchMethod(shown(name), shown(name) + ": method not found");
    }

    private static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
