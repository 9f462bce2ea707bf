package ccm.core.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;

/**
 * One line of a link, understood as far as it goes. What does not belong to its kind is empty.
 *
 * @param kind what it is
 * @param id the raw JSON token of the id, as it stood on the line; empty when there is none
 * @param method the name that is called
 * @param idem the key under which a repeated request is known
 * @param auth the login in it; a {@code MissingNode} when there is none
 * @param value params of a call, result of an answer, the error of a failed one or of an echo
 * @param note for people: what is wrong with it
 * @param forgiven true when its last brackets were missing
 * @param checked true when it carried a checksum that matched
 */
record Frame(
        Kind kind,
        byte[] id,
        String method,
        String idem,
        JsonNode auth,
        JsonNode value,
        String note,
        boolean forgiven,
        boolean checked) {
    static final byte[] NO_ID = {};

    private static final int MAX_OWN_ID = 10; // digits of 2^31

    /** What a line is. */
    enum Kind {
        /** A method and an id: to be answered. */
        CALL,
        /** A method and no id: never answered. */
        NOTIFICATION,
        /** An id and a result, or neither method, result nor error. */
        RESULT,
        /** An id and an error. */
        ERROR,
        /** An error of a frame that the peer did not understand: answering it would loop. */
        ECHO,
        /** Has a method or an id, but is no call. */
        INVALID,
        /** JSON that says nothing. */
        NOTHING,
        /** Spaces, or a handshake of the mos tool. */
        BLANK,
        /** An array of frames, which no host sends. */
        BATCH,
        /** The checksum does not match. */
        DAMAGED,
        /** Not UTF-8. */
        NOT_UTF8,
        /** Not JSON. */
        NOT_JSON
    }

    /** A line that is no frame. */
    static Frame of(Kind kind, String note) {
        return of(kind, NO_ID, MissingNode.getInstance(), note);
    }

    /** A frame that calls nothing. */
    static Frame of(Kind kind, byte[] id, JsonNode value, String note) {
        return new Frame(kind, id, "", "", MissingNode.getInstance(), value, note, false, false);
    }

    boolean hasId() {
        return id.length > 0;
    }

    /** True for what only firmware that runs would send. */
    boolean makesSense() {
        return switch (kind) {
            case CALL, NOTIFICATION, RESULT, ERROR, ECHO -> true;
            default -> false;
        };
    }

    /** The id as one of ours; 0 when it cannot be. */
    long ownId() {
        if (id.length == 0 || id.length > MAX_OWN_ID) {
            return 0;
        }
        for (byte digit : id) {
            if (digit < '0' || digit > '9') {
                return 0;
            }
        }
        return Long.parseLong(new String(id, StandardCharsets.US_ASCII));
    }

    /** The result of an answer; mjson of 2018 leaves it out when there is none. */
    JsonNode result() {
        return value.isMissingNode() ? NullNode.instance : value;
    }

    Frame asForgiven() {
        return new Frame(kind, id, method, idem, auth, value, note, true, checked);
    }

    Frame asChecked() {
        return new Frame(kind, id, method, idem, auth, value, note, forgiven, true);
    }
}
