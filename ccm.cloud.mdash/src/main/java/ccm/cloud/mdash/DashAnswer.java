package ccm.cloud.mdash;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the server answered to a call of ours. */
record DashAnswer(ObjectNode frame) {
    private static final int UNKNOWN = -32601;
    private static final int NOT_FOUND = 404;
    private static final int THROTTLED = 429;

    boolean failed() {
        return !frame.path("error").isMissingNode() && !frame.path("error").isNull();
    }

    /** True when the server has the call, and does not know its method. */
    boolean unknownMethod() {
        return failed() && (code() == UNKNOWN || code() == NOT_FOUND);
    }

    /** True when it does not let us. */
    boolean forbidden() {
        return failed() && (code() == 401 || code() == 403);
    }

    JsonNode result() {
        return frame.path("result");
    }

    /** What whoever asked is told of an error. */
    CloudException problem(String what) {
        boolean later = code() == THROTTLED;
        return new CloudException(
                "dash: the server refuses "
                        + what
                        + ": "
                        + message()
                        + " ("
                        + code()
                        + ")"
                        + (later ? ". it asks for less; it is tried again" : ""),
                !later && !passing(),
                later ? Fault.THROTTLED : Fault.POLICY);
    }

    String message() {
        return frame.path("error").path("message").asText("no reason given");
    }

    int code() {
        return frame.path("error").path("code").asInt(0);
    }

    /** Its own trouble: trying again may help. */
    private boolean passing() {
        int code = code();
        return code == 0 || code == 408 || code == -32603 || code >= 500 && code < 600;
    }
}
