package ccm.sim.cloud.watson;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** The key of applications and of the HTTP interface, and its token. */
record ApiKey(String key, String token) {
    boolean fits(String user, String password) {
        return key.equals(user) && token.equals(password);
    }

    /** Whether a header {@code Authorization} of HTTP is right. */
    boolean fits(String authorization) {
        String right = Base64.getEncoder().encodeToString((key + ":" + token).getBytes(UTF_8));
        return authorization.equals("Basic " + right);
    }
}
