package ccm.core.host;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.rpc.RpcException;
import ccm.core.frame.IdemAnswers;
import ccm.core.frame.IdemFile;
import ccm.core.host.Counters.Counter;
import ccm.core.rpc.Dispatcher;
import ccm.core.rpc.Gate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the frames of every link: calls go to the dispatcher, answers to who waits for them. */
@Component(
        immediate = true, // what it knows of its links must outlive a swap of the link
        service = {FrameListener.class, FrameRouter.class})
public final class FrameRouter implements FrameListener {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRouter.class);
    private static final int DRAIN_SECONDS = 2;
    private static final int SHOWN = 120;

    private final HostPeer host;
    private final HostSettings settings;
    private final FrameReader strictOrNot;
    private final IdemAnswers answers;
    private final IdemFile kept;
    private final Calls calls;
    private final Map<FrameLink, Conversation> conversations = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Activate
    public FrameRouter(
            BundleContext context,
            @Reference Dispatcher dispatcher,
            @Reference Gate gate,
            @Reference HostPeer host,
            @Reference HostSettings settings) {
        this(dispatcher, gate, host, settings, new IdemFile(context.getDataFile("idem")));
    }

    FrameRouter(
            Dispatcher dispatcher, Gate gate, HostPeer host, HostSettings settings, IdemFile kept) {
        this.host = host;
        this.settings = settings;
        this.strictOrNot = new FrameReader(settings.strict());
        this.answers = new IdemAnswers(settings.idemWindow(), System::nanoTime);
        this.kept = kept;
        this.calls = new Calls(dispatcher, gate, answers);
    }

    @Activate
    void open() {
        answers.restore(kept.take());
    }

    /** Calls that run are answered first: their methods are not ours and still at work. */
    @Deactivate
    void close() throws InterruptedException {
        closed = true;
        if (!calls.drain(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("calls: some were not answered within {} s of the stop", DRAIN_SECONDS);
        }
        kept.write(answers.kept());
        conversations.values().forEach(host::down);
    }

    @Override
    public boolean onFrame(FrameLink link, byte[] line) {
        if (closed) {
            return false; // the next one takes it
        }
        Conversation from = conversation(link);
        if (from.isHost() && !settings.enabled()) {
            return true;
        }
        Frame frame = strictOrNot.read(line, from.crcInUse());
        if (frame.checked()) {
            from.useCrc();
        }
        boolean taken = route(from, frame, line);
        if (taken) {
            count(from, frame);
        }
        return taken;
    }

    @Override
    public void onGarbage(FrameLink link, String what) {
        Conversation from = conversation(link);
        from.counters().add(Counter.GARBAGE);
        from.note("garbage", what);
        from.resync();
        from.complain(RpcException.PARSE_ERROR, what);
    }

    @Override
    public void onUp(FrameLink link) {
        Conversation with = conversation(link);
        with.reset();
        if (with.isHost() && settings.enabled()) {
            conversations.keySet().removeIf(other -> isEarlierHost(other, link));
            host.up(with);
        }
    }

    @Override
    public void onDown(FrameLink link) {
        Conversation with = conversation(link);
        if (with.isHost()) {
            with.reset();
            host.down(with);
        } else {
            conversations.remove(link);
        }
    }

    /** Everybody that we speak with now. */
    List<Conversation> conversations() {
        return List.copyOf(conversations.values());
    }

    private boolean isEarlierHost(FrameLink other, FrameLink link) {
        return other != link && !other.isUp() && settings.isHost(other.peer().channel());
    }

    private Conversation conversation(FrameLink link) {
        Conversation known = conversations.get(link);
        return known != null ? known : conversations.computeIfAbsent(link, this::greet);
    }

    private Conversation greet(FrameLink link) {
        boolean isHost = settings.isHost(link.peer().channel());
        Optional<Pace> pace =
                isHost && !settings.frameGap().isZero()
                        ? Optional.of(
                                new Pace(settings.frameGap(), System::nanoTime, host.thread()))
                        : Optional.empty();
        int limit = isHost ? settings.maxFrameOut() : 0;
        return new Conversation(link, isHost, limit, pace, System::nanoTime);
    }

    /** False when the frame cannot be taken just now. */
    private boolean route(Conversation from, Frame frame, byte[] line) {
        switch (frame.kind()) {
            case CALL, NOTIFICATION -> {
                return calls.run(from, frame);
            }
            case RESULT, ERROR -> answered(from, frame);
            case ECHO -> echoed(from, frame);
            case INVALID -> refuse(from, frame);
            case BATCH -> noise(from, frame, Counter.BATCHES, RpcException.INVALID_REQUEST);
            case NOT_JSON -> noise(from, frame, Counter.NOT_JSON, RpcException.PARSE_ERROR);
            case NOT_UTF8 -> drop(from, frame, Counter.NOT_UTF8);
            case DAMAGED -> drop(from, frame, Counter.CRC_MISMATCHES);
            case NOTHING -> drop(from, frame, Counter.UNCLASSIFIED);
            case BLANK -> LOG.trace("{}: blank line of {} bytes", from.peer(), line.length);
        }
        return true;
    }

    private void count(Conversation from, Frame frame) {
        from.counters().add(Counter.FRAMES_IN);
        if (frame.forgiven()) {
            from.counters().add(Counter.FORGIVEN);
            from.note("forgiven", "the last brackets of a frame are missing. Forgiven.");
        }
        if (from.isHost()) {
            host.heard(frame.makesSense());
        }
    }

    private void answered(Conversation from, Frame frame) {
        if (from.isHost()) {
            host.answered(from, frame);
        } else {
            from.counters().add(Counter.LATE_ANSWERS);
        }
    }

    /** Never answered: a peer that did not understand a frame would not understand the answer. */
    private void echoed(Conversation from, Frame frame) {
        from.counters().add(Counter.ERROR_ECHOES);
        String text = frame.value().path("message").asText("");
        from.note("echo", "did not understand a frame of ours: " + shown(text));
        if (from.isHost()) {
            Frame ours = strictOrNot.read(text.getBytes(StandardCharsets.UTF_8), false);
            host.notUnderstood(ours);
        }
    }

    private static void refuse(Conversation from, Frame frame) {
        from.counters().add(Counter.INVALID);
        from.note("invalid", frame.note());
        if (frame.hasId()) {
            from.refuse(frame, new RpcException(RpcException.INVALID_REQUEST, frame.note()));
        }
    }

    private static void noise(Conversation from, Frame frame, Counter counter, int code) {
        from.counters().add(counter);
        from.note(counter.name(), frame.note());
        from.complain(code, frame.note());
    }

    private static void drop(Conversation from, Frame frame, Counter counter) {
        from.counters().add(counter);
        from.note(counter.name(), frame.note() + ". Dropped.");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
