package ccm.api.access;

import java.util.Objects;

/**
 * What a caller answers to a {@link DigestChallenge}, members as text just as they came; absent
 * ones are empty.
 *
 * @param nonce as it is digested: decimal in frames, hex over HTTP
 * @param radix the base that {@code nonce} is written in, 10 or 16
 * @param nc as it is digested: {@code 1} in frames, {@code 00000001} over HTTP
 * @param method what is digested as the method: {@code dummy_method} in frames
 * @param uri what is digested as the URI: {@code dummy_uri} in frames
 */
public record DigestResponse(
        String realm,
        String username,
        String nonce,
        int radix,
        String nc,
        String cnonce,
        String algorithm,
        String response,
        String method,
        String uri) {
    public DigestResponse {
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(nc, "nc");
        Objects.requireNonNull(cnonce, "cnonce");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(response, "response");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
    }
}
