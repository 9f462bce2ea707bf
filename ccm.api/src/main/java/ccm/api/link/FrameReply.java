package ccm.api.link;

import java.util.Objects;

/**
 * What a frame is answered with.
 *
 * @param kind what became of the frame
 * @param code of the error that the frame holds, or for which a call was dropped without a reply,
 *     so that a channel with status codes can say so; 0 for none
 * @param to the {@code src} of the caller; empty when it gave none
 * @param frame to be sent back; empty when there is nothing to say
 */
public record FrameReply(Kind kind, int code, String to, byte[] frame) {
    private static final byte[] NOTHING = {};

    /** What became of a frame. */
    public enum Kind {
        /** A call: the answer is to be sent back. */
        ANSWER,
        /** Carried out, or dropped by the rules of the protocol: nothing is to be sent back. */
        DONE,
        /** No frame, or one for another device: a channel with status codes says so. */
        INVALID
    }

    public FrameReply {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(frame, "frame");
    }

    /** Nothing is to be sent back. */
    public static FrameReply done() {
        return dropped(0);
    }

    /** Nothing is to be sent back, because of an error. */
    public static FrameReply dropped(int code) {
        return new FrameReply(Kind.DONE, code, "", NOTHING);
    }
}
