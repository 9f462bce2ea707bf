package ccm.http;

import ccm.parts.http.Refusal;

/** A login that was right once: the client tries again by itself with a new nonce. */
final class StaleLogin extends Refusal {
    private static final long serialVersionUID = 1;

    StaleLogin(String message) {
        super(UNAUTHORIZED, message);
    }
}
