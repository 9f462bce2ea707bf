package ccm.api.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The members of a call's params, checked: every error names the method, the member, what was found
 * and what is allowed.
 */
public final class Params {
    private static final int SHOWN = 40;

    private final String method;
    private final JsonNode params;

    Params(RpcCall call) {
        this.method = call.method();
        this.params = call.params();
    }

    /** True when the member is there and not null. */
    public boolean has(String member) {
        return params.hasNonNull(member);
    }

    /** A member that must be a string. */
    public String text(String member) throws RpcException {
        JsonNode value = params.path(member);
        if (!value.isTextual()) {
            throw refuse(member, value, "a string");
        }
        return value.textValue();
    }

    /** A member that may be absent, and otherwise must be a string. */
    public String text(String member, String absent) throws RpcException {
        return has(member) ? text(member) : absent;
    }

    /** A member that may be absent, and otherwise must be true or false. */
    public boolean flag(String member, boolean absent) throws RpcException {
        JsonNode value = params.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw refuse(member, value, "true or false");
        }
        return value.booleanValue();
    }

    /**
     * A member that may be absent, and otherwise must be a whole number from {@code min} to {@code
     * max}.
     */
    public int number(String member, int absent, int min, int max) throws RpcException {
        JsonNode value = params.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.canConvertToInt()
                || !value.canConvertToExactIntegral()
                || value.intValue() < min
                || value.intValue() > max) {
            throw refuse(member, value, "a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    /** The error for a member that is not what it must be. */
    public RpcException refuse(String member, JsonNode found, String allowed) {
        return RpcException.invalidParams(
                method + ": " + member + " is " + shown(found) + ", must be " + allowed);
    }

    private static String shown(JsonNode found) {
        if (found.isMissingNode()) {
            return "missing";
        }
        String text = found.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
