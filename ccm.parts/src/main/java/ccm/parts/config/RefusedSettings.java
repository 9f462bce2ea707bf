package ccm.parts.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.rpc.RpcException;

/** What a caller is told of settings that were refused, with the codes of {@code Config.Set}. */
public final class RefusedSettings {
    private static final int BAD_REQUEST = 400;
    private static final int UNKNOWN_KEY = 404;
    private static final int NOT_SAVED = -1; // the original's code for that

    private RefusedSettings() {}

    /**
     * A refused change is the caller's mistake; a file that cannot be written is ours.
     *
     * @param method that was called
     */
    public static RpcException of(String method, ConfigException e) {
        boolean ours = e.kind() == Kind.STORAGE;
        RpcException refused =
                new RpcException(
                        ours ? RpcException.INTERNAL_ERROR : RpcException.INVALID_PARAMS,
                        method + ": " + e.getMessage(),
                        e);
        return switch (e.kind()) {
            case LOCKED -> refused.onNetwork(RpcException.FORBIDDEN, e.originalWords());
            case UNKNOWN -> refused.onNetwork(UNKNOWN_KEY, e.originalWords());
            case INVALID -> refused.onNetwork(BAD_REQUEST, e.originalWords());
            case CONTRADICTION, STORAGE ->
                    refused.onNetwork(NOT_SAVED, "error saving config: " + e.originalWords());
        };
    }
}
