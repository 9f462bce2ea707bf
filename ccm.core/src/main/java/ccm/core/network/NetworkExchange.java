package ccm.core.network;

import ccm.api.device.Device;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.Rpc;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.IdemAnswers;
import ccm.core.frame.IdemFile;
import ccm.core.frame.Tally;
import ccm.core.host.HostSettings;
import ccm.core.network.Channels.Event;
import ccm.core.rpc.Dispatcher;
import ccm.core.rpc.Gate;
import ccm.core.rpc.RpcSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the frames of every network channel. */
@Component(
        configurationPid = "ccm.rpc", // so that transports find http_enable among its properties
        immediate = true, // what it has counted and answered must outlive a swap of a transport
        service = {FrameExchange.class, NetworkExchange.class})
public final class NetworkExchange implements FrameExchange {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkExchange.class);
    private static final int DRAIN_SECONDS = 2;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int INTERNAL_ERROR = 500;

    private final Gate gate;
    private final int maxFrame;
    private final String self;
    private final Channels channels = new Channels();
    private final Answers answers;
    private final IdemAnswers repeats;
    private final IdemFile kept;
    private final NetworkCalls calls;

    @Activate
    public NetworkExchange(
            BundleContext context,
            @Reference Dispatcher rpc,
            @Reference Gate gate,
            @Reference Device device,
            @Reference RpcSettings settings,
            @Reference HostSettings host) {
        this(
                gate,
                rpc,
                device.id(),
                settings.maxFrameSize(),
                new IdemAnswers(host.idemWindow(), System::nanoTime),
                new IdemFile(context.getDataFile("idem-network")));
    }

    NetworkExchange(
            Gate gate, Rpc rpc, String self, int maxFrame, IdemAnswers repeats, IdemFile kept) {
        this.gate = gate;
        this.maxFrame = maxFrame;
        this.self = self;
        this.answers = new Answers(self);
        this.repeats = repeats;
        this.kept = kept;
        this.calls = new NetworkCalls(rpc, answers, repeats);
    }

    @Activate
    void open() {
        repeats.restore(kept.take());
    }

    /** Calls that run are answered first: their methods are not ours and still at work. */
    @Deactivate
    void close() throws InterruptedException {
        if (!calls.close(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn(
                    "network calls: some were not answered within {} s of the stop", DRAIN_SECONDS);
        }
        kept.write(repeats.kept());
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame) {
        return exchange(peer, frame, "");
    }

    @Override
    public CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] text, String method) {
        Tally<Event> counts = channels.of(peer.channel());
        counts.add(Event.FRAMES_IN);
        if (text.length > maxFrame) {
            counts.add(Event.TOO_LARGE);
            String what = "frame of " + text.length + " bytes, rpc.max_frame_size is " + maxFrame;
            return now(answers.invalid(NetworkFrame.Envelope.NONE, TOO_LARGE, what));
        }
        NetworkFrame frame = NetworkReader.read(text, method);
        if (frame.forgiven()) {
            counts.add(Event.FORGIVEN);
        }
        return switch (frame.kind()) {
            case CALL, NOTIFICATION -> take(peer, frame, counts);
            case ANSWER -> drop(counts, Event.ANSWERS_DROPPED);
            case INVALID -> refuse(frame, counts, Event.INVALID, frame.note());
        };
    }

    @Override
    public int maxFrame() {
        return maxFrame;
    }

    Channels channels() {
        return channels;
    }

    private CompletionStage<FrameReply> take(
            RpcPeer peer, NetworkFrame frame, Tally<Event> counts) {
        String dst = frame.envelope().dst();
        if (!dst.isEmpty() && !dst.equals(self)) {
            String what = "Invalid request: dst is not " + self;
            return refuse(frame, counts, Event.OTHER_DST, what);
        }
        boolean lost = frame.wantsAnswer() && frame.envelope().src().isEmpty();
        if (lost && RpcPeer.MQTT.equals(peer.channel())) {
            return drop(counts, Event.WITHOUT_SRC);
        }
        if (gate.isShut()) {
            counts.add(Event.WITHOUT_RULES);
            return now(FrameReply.dropped(INTERNAL_ERROR));
        }
        return enter(peer, frame, counts);
    }

    private CompletionStage<FrameReply> enter(
            RpcPeer peer, NetworkFrame frame, Tally<Event> counts) {
        try {
            return calls.run(gate.enter(peer, frame.method(), frame.auth()), frame, counts);
        } catch (RpcException e) {
            boolean badLogin =
                    !frame.auth().isMissingNode() && e.networkCode() != RpcException.FORBIDDEN;
            counts.add(badLogin ? Event.BAD_LOGINS : Event.REFUSED);
            return now(calls.refuse(frame, e, counts));
        }
    }

    private CompletionStage<FrameReply> refuse(
            NetworkFrame frame, Tally<Event> counts, Event event, String what) {
        counts.add(event);
        return now(answers.invalid(frame.envelope(), BAD_REQUEST, what));
    }

    private static CompletionStage<FrameReply> drop(Tally<Event> counts, Event event) {
        counts.add(event);
        return now(FrameReply.done());
    }

    private static CompletionStage<FrameReply> now(FrameReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
