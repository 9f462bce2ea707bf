package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.UpdateStatus;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What callers of methods are told when an update fails. */
final class OtaErrors {
    private OtaErrors() {}

    /** The reason is in the text, so that programs can decide by it. */
    static RpcException of(RpcCall call, FirmwareException failure) {
        int code =
                switch (failure.reason()) {
                    case BUSY, NO_SPACE, NOT_CONFIGURED -> RpcException.LIMIT;
                    case BAD_BUNDLE, BAD_SIGNATURE, DOES_NOT_FIT, NO_WRITER ->
                            RpcException.INVALID_PARAMS;
                    default -> RpcException.INTERNAL_ERROR;
                };
        return new RpcException(
                code,
                call.method() + ": " + failure.getMessage() + " (" + failure.reason() + ")",
                failure);
    }

    /** The end of an update as the answer to a call. */
    static <T> CompletionStage<JsonNode> answer(
            RpcCall call, CompletionStage<T> end, Function<T, JsonNode> answer) {
        return end.handle(
                (value, failure) -> {
                    if (failure == null) {
                        return answer.apply(value);
                    }
                    Throwable cause =
                            failure instanceof CompletionException ? failure.getCause() : failure;
                    throw new CompletionException(
                            cause instanceof FirmwareException known ? of(call, known) : cause);
                });
    }

    /** Who calls, for the log. */
    static String source(RpcCall call) {
        return call.peer().channel() + " " + call.peer().address();
    }

    /** An end that has nothing to say but that it is one. */
    static JsonNode nothing(UpdateStatus end) {
        return com.fasterxml.jackson.databind.node.NullNode.instance;
    }
}
