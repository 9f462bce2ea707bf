package ccm.api.access;

import java.util.Objects;

/**
 * What a caller who has to log in is asked.
 *
 * @param realm the setting {@code rpc.auth_domain}
 * @param nonce to be part of the response; seconds since the epoch, so that the frames of Mongoose
 *     OS can carry it as a number
 * @param algorithm {@code MD5} or {@code SHA-256}
 */
public record DigestChallenge(String realm, long nonce, String algorithm) {
    public DigestChallenge {
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(algorithm, "algorithm");
    }
}
