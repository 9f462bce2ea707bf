package ccm.files;

import ccm.api.rpc.RpcException;
import java.io.IOException;

/**
 * Why a call about a file failed: in our words for JSON-RPC, in the original's for the network.
 *
 * @param method that was called
 */
record Refusal(String method) {
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;

    /** A param that is missing or out of range, told alike to all. */
    RpcException badRequest(String what) {
        return RpcException.invalidParams(method + ": " + what).onNetwork(BAD_REQUEST, what);
    }

    /** There is no such file. */
    RpcException noFile(FileName name) {
        return RpcException.invalidParams(
                        method + ": " + name + ": no such file. FS.List shows what is there")
                .onNetwork(BAD_REQUEST, "failed to open file \"" + name + "\"");
    }

    /** There is no such file, and the original's clients know the failure by what was wanted. */
    RpcException nothingTo(String wanted, FileName name) {
        return noFile(name).onNetwork(FAILED, wanted + " failed");
    }

    /** What nobody may read, over whatever channel. */
    RpcException secret(FileName name, String what) {
        String message =
                method
                        + ": "
                        + name
                        + " "
                        + what
                        + ", which is handed out over no channel. It can be replaced with FS.Put"
                        + " and removed with FS.Remove";
        return RpcException.limit(message).onNetwork(RpcException.FORBIDDEN, message);
    }

    /** The disk did not do it. */
    RpcException disk(IOException cause) {
        String message = method + ": " + cause.getMessage() + " (" + reason(cause) + ")";
        return new RpcException(RpcException.INTERNAL_ERROR, message, cause);
    }

    private static String reason(IOException cause) {
        return cause.getClass().getSimpleName().replace("Exception", "");
    }
}
