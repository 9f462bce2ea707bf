package ccm.core.network;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One frame of a network channel, understood as far as it goes.
 *
 * @param kind what it is
 * @param envelope what an answer repeats
 * @param method the name that is called
 * @param params what came with it; a {@code MissingNode} when nothing did
 * @param auth the login in it; a {@code MissingNode} when there is none
 * @param idem the key under which a repeated request is known; empty for none
 * @param note for people: what is wrong with it
 * @param forgiven true when its last brackets were missing
 */
record NetworkFrame(
        Kind kind,
        Envelope envelope,
        String method,
        JsonNode params,
        JsonNode auth,
        String idem,
        String note,
        boolean forgiven) {
    /** What a frame is. */
    enum Kind {
        /** A method and an id: to be answered. */
        CALL,
        /** A method, and no answer is wanted. */
        NOTIFICATION,
        /** An answer to a call that we never made: answering it would loop. */
        ANSWER,
        /** No frame, or one whose members are wrong. */
        INVALID
    }

    /**
     * What an answer repeats.
     *
     * @param id the raw JSON token, as it stood in the frame; empty for none
     * @param src who asks; empty when the frame does not say
     * @param dst who shall answer; empty for whoever gets it
     * @param tag for the caller alone; empty for none
     */
    record Envelope(byte[] id, String src, String dst, String tag) {
        private static final byte[] NO_ID = {};

        static final Envelope NONE = new Envelope(NO_ID, "", "", "");
    }

    boolean wantsAnswer() {
        return kind == Kind.CALL;
    }

    NetworkFrame asForgiven() {
        return new NetworkFrame(kind, envelope, method, params, auth, idem, note, true);
    }
}
