package ccm.core.rpc;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.DigestResponse;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets a frame's call pass, if need be by the login that the frame carries. */
@Component(service = Gate.class)
public final class Gate {
    private final Dispatcher rpc;
    private final CallRules rules;
    private final Access access;

    @Activate
    public Gate(@Reference Dispatcher rpc, @Reference CallRules rules, @Reference Access access) {
        this.rpc = rpc;
        this.rules = rules;
        this.access = access;
    }

    /** True while nobody can say who may call what: then nothing is even answered. */
    public boolean isShut() {
        return !rules.usable();
    }

    /**
     * Lets a call pass. A login that the call does not need is not looked at, as in the original.
     *
     * @param auth what the frame carries; a {@code MissingNode} when that is nothing
     * @return who calls, logged in if that was needed
     * @throws RpcException the call may not be made
     */
    public RpcPeer enter(RpcPeer peer, String method, JsonNode auth) throws RpcException {
        Optional<RpcException> refusal = rpc.refusal(peer, method);
        if (refusal.isEmpty()) {
            return peer;
        }
        boolean loginHelps = refusal.get().networkCode() == RpcException.UNAUTHENTICATED;
        if (!loginHelps || auth.isMissingNode() || auth.isNull()) {
            throw refusal.get();
        }
        RpcPeer user = login(peer, auth, refusal.get());
        Optional<RpcException> still = rpc.refusal(user, method);
        if (still.isPresent()) {
            throw still.get();
        }
        return user;
    }

    private RpcPeer login(RpcPeer peer, JsonNode auth, RpcException again) throws RpcException {
        try {
            return access.login(peer, response(auth));
        } catch (AccessException e) {
            throw switch (e.kind()) {
                case WRONG, STALE -> again; // with a new nonce
                case MALFORMED -> failed(400, e);
                case LATER -> failed(429, e);
                case UNAVAILABLE -> failed(500, e);
            };
        }
    }

    private static RpcException failed(int code, AccessException e) {
        return new RpcException(code, e.getMessage(), e);
    }

    private static DigestResponse response(JsonNode auth) {
        return new DigestResponse(
                auth.path("realm").asText(""),
                auth.path("username").asText(""),
                number(auth.path("nonce")),
                10,
                "1",
                number(auth.path("cnonce")),
                auth.path("algorithm").asText(""),
                auth.path("response").asText(""),
                "dummy_method",
                "dummy_uri");
    }

    /** A whole number, or the text of one. */
    private static String number(JsonNode value) {
        return value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
    }
}
