package ccm.http;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.DigestResponse;
import ccm.api.rpc.RpcPeer;
import ccm.parts.http.Refusal;
import java.util.Optional;

/** Has the logins of HTTP requests checked. */
final class Logins {
    private final Engine engine;

    Logins(Engine engine) {
        this.engine = engine;
    }

    /**
     * The caller as the user it has logged in as, or as it is when it has not tried to.
     *
     * @throws Refusal the login is wrong
     */
    RpcPeer login(Caller caller, String authorization, String method, String target)
            throws Refusal {
        if (authorization.isEmpty() || !caller.mayLogIn()) {
            return caller.peer();
        }
        Optional<DigestResponse> response = Digest.response(authorization, method, target);
        return response.isPresent() ? check(caller.peer(), response.get()) : caller.peer();
    }

    /** What a caller is asked who has to log in; absent while nobody can. */
    Optional<String> challenge(boolean stale) {
        return engine.access().map(access -> Digest.challenge(access.challenge(), stale));
    }

    private RpcPeer check(RpcPeer peer, DigestResponse response) throws Refusal {
        Access access =
                engine.access()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                Refusal.UNAVAILABLE,
                                                "logins cannot be checked just now. Try again"));
        try {
            return access.login(peer, response);
        } catch (AccessException e) {
            throw switch (e.kind()) {
                case WRONG -> new Refusal(Refusal.UNAUTHORIZED, e.getMessage());
                case STALE -> new StaleLogin(e.getMessage());
                case MALFORMED -> new Refusal(Refusal.BAD_REQUEST, e.getMessage());
                case LATER -> new Refusal(Refusal.TOO_MANY, e.getMessage());
                case UNAVAILABLE -> new Refusal(Refusal.INTERNAL, e.getMessage());
            };
        }
    }
}
