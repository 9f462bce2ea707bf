package ccm.api.link;

import ccm.api.rpc.RpcPeer;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Answers frames of network channels, which speak Mongoose OS RPC: every answer has {@code src}, a
 * frame may name its {@code dst} and carry a login ({@code auth}). Published by the RPC engine; a
 * transport looks for it, optionally. Safe for use by many threads.
 *
 * <p>Source: the RPC frames of Mongoose OS, and of its command-line tool.
 */
@ProviderType
public interface FrameExchange {
    /**
     * Answers one frame. Frames of one peer are offered one after the other; the method is entered
     * on the calling thread, so that they keep their order.
     *
     * @param peer who sent it; on the channel {@code MQTT} a call without {@code src} is dropped
     *     and counted
     * @param frame JSON in UTF-8, at most {@code rpc.max_frame_size} bytes
     * @return completes with what is to be sent back, never exceptionally; on the calling thread or
     *     on one of the bundle that answers, so do nothing slow there. Always within the deadlines
     *     of the methods.
     */
    CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame);

    /** The same for a channel that names the method by itself, which counts before the frame's. */
    CompletionStage<FrameReply> exchange(RpcPeer peer, byte[] frame, String method);

    /** Bytes of the largest frame that is taken from a network channel. */
    int maxFrame();
}
