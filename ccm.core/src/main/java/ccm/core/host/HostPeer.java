package ccm.core.host;

import ccm.api.host.Host;
import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import ccm.api.rpc.RpcException;
import ccm.core.frame.FrameWriter;
import ccm.core.host.Counters.Counter;
import ccm.core.host.PendingCalls.Pending;
import ccm.core.rpc.RpcSettings;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The host: calls to it, notifications, and what is known of it. */
@Component(service = {Host.class, HostPeer.class})
public final class HostPeer implements Host {
    private static final HostState AWAY =
            new HostState(false, false, Set.of(), MissingNode.getInstance());
    private static final String NO_LINE = "its line is down. Is it plugged in?";

    private final HostSettings settings;
    private final HostListeners listeners;
    private final ScheduledThreadPoolExecutor thread;
    private final PendingCalls pending;
    private final CallTurns turns;
    private final Discovery discovery;
    private volatile Conversation line; // null while the host's line is down
    private volatile boolean alive; // a frame that makes sense has come since the line is up
    private volatile HostState state = AWAY; // changed by the thread ccm-core-host alone

    @Activate
    public HostPeer(
            BundleContext context, @Reference HostSettings settings, @Reference RpcSettings rpc) {
        this(
                settings,
                rpc.maxQueueLength(),
                new HostListeners(context),
                new StartNotice(context),
                Discovery.Timing.USUAL);
    }

    HostPeer(
            HostSettings settings,
            int maxPending,
            HostListeners listeners,
            StartNotice notice,
            Discovery.Timing timing) {
        this.settings = settings;
        this.listeners = listeners;
        this.thread = new ScheduledThreadPoolExecutor(1, new NamedThreads("ccm-core-host"));
        this.thread.setRemoveOnCancelPolicy(true);
        this.pending = new PendingCalls(thread, maxPending);
        this.turns = new CallTurns(!settings.frameGap().isZero());
        this.discovery = new Discovery(this, notice, timing, thread, this::become);
    }

    @Reference(
            service = HostListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ServiceReference<HostListener> reference) {
        listeners.add(reference);
        later(() -> listeners.tell(reference, state));
    }

    void unbindListener(ServiceReference<HostListener> reference) {
        listeners.remove(reference);
    }

    @Deactivate
    void close() throws InterruptedException {
        line = null;
        thread.shutdownNow();
        thread.awaitTermination(2, TimeUnit.SECONDS);
        pending.failAll("the gateway's core is stopping. Try again in a second.");
    }

    @Override
    public HostState state() {
        return state;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public int maxFrame() {
        return settings.maxFrameOut();
    }

    @Override
    public CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline) {
        Conversation current = line;
        if (current == null) {
            return failed(RpcException.limit("host: " + NO_LINE));
        }
        try {
            Pending call = pending.open(method, deadline);
            byte[] frame = FrameWriter.call(call.id(), method, params);
            if (!current.fits(frame)) {
                pending.fail(call, tooLarge(current, frame, method));
            } else {
                turns.take(() -> send(current, call, frame), call.answer());
            }
            return call.answer();
        } catch (RpcException e) {
            return failed(e);
        } catch (JsonProcessingException e) {
            return failed(RpcException.invalidParams("host: " + method + ": " + notText(e)));
        }
    }

    @Override
    public Sent notify(String method, JsonNode params) {
        Conversation current = line;
        if (current == null) {
            return Sent.AWAY;
        }
        try {
            byte[] frame = FrameWriter.notification(method, params);
            if (!current.fits(frame)) {
                tooLarge(current, frame, method);
                return Sent.TOO_LARGE;
            }
            return current.send(frame) ? Sent.YES : Sent.AWAY;
        } catch (JsonProcessingException e) {
            current.note("not text " + method, method + " was not sent: " + notText(e));
            return Sent.TOO_LARGE;
        }
    }

    /** Where the host's timers run. */
    ScheduledExecutorService thread() {
        return thread;
    }

    /** The host's line came up. */
    void up(Conversation conversation) {
        alive = false;
        line = conversation;
        later(discovery::begin);
    }

    /** The host's line is lost; nothing happens when another one has taken its place. */
    void down(Conversation conversation) {
        if (line == conversation) {
            line = null;
            alive = false;
            pending.failAll(NO_LINE);
            later(
                    () -> {
                        discovery.end();
                        become(AWAY);
                    });
        }
    }

    /**
     * The host has sent something.
     *
     * @param sense true when it was a call, a notification or an answer
     */
    void heard(boolean sense) {
        if (sense && !alive && line != null) {
            alive = true;
        }
        if (!state.answers() && !discovery.hasHeard()) { // not for each of a silent host's frames
            later(discovery::heard);
        }
    }

    /** The host has answered a call, of ours or not. */
    void answered(Conversation from, Frame frame) {
        Pending call = pending.remove(frame.ownId());
        if (call == null) {
            from.counters().add(Counter.LATE_ANSWERS);
            return;
        }
        from.replied();
        if (frame.kind() == Frame.Kind.ERROR) {
            call.answer().completeExceptionally(error(frame.value()));
        } else {
            call.answer().complete(frame.result());
        }
    }

    /** The host sent back a frame of ours that it could not read: who waits for it need not. */
    void notUnderstood(Frame ours) {
        Pending call = pending.remove(ours.ownId());
        if (call != null) {
            call.answer()
                    .completeExceptionally(
                            new RpcException(
                                    RpcException.PARSE_ERROR,
                                    "host: does not understand a call of " + call.method()));
        }
    }

    private void send(Conversation current, Pending call, byte[] frame) {
        if (!call.answer().isDone() && !current.send(frame)) {
            pending.fail(call, NO_LINE);
        }
    }

    private void become(HostState next) {
        HostState latest = line == null ? AWAY : next;
        if (!latest.equals(state)) {
            state = latest;
            listeners.tell(latest);
        }
    }

    private void later(Runnable job) {
        try {
            thread.execute(job);
        } catch (RejectedExecutionException e) {
            line = null; // the bundle is stopping
        }
    }

    private static String tooLarge(Conversation current, byte[] frame, String method) {
        String size = current.size(frame) + " bytes. See host.rpc.max_frame_out.";
        current.counters().add(Counter.TOO_LARGE);
        current.note("too large " + method, method + " was not sent: its frame has " + size);
        return "its frame has " + size;
    }

    private static String notText(JsonProcessingException cause) {
        return "a text in it is not Unicode (" + cause.getOriginalMessage() + ")";
    }

    private static RpcException error(JsonNode error) {
        int code = error.path("code").asInt(RpcException.INTERNAL_ERROR);
        return RpcException.relayed(code, error.path("message").asText(""));
    }

    private static CompletionStage<JsonNode> failed(RpcException error) {
        return CompletableFuture.failedFuture(error);
    }
}
