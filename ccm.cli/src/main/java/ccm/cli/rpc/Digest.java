package ccm.cli.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The answer to a login challenge, RFC 7616 with qop {@code auth}; inside frames nc is {@code 1}
 * and the request line is made up.
 *
 * @param algorithm {@code MD5} or {@code SHA-256}
 * @param realm what the password belongs to
 * @param nonce of the gateway
 * @param cnonce ours, never the same twice
 */
public record Digest(String algorithm, String realm, String nonce, String cnonce) {
    private static final String FRAME_NC = "1";
    private static final String FRAME_REQUEST = "dummy_method:dummy_uri";

    /** For a frame. */
    public String ofFrame(Credentials login) throws FailedException {
        return response(login, FRAME_NC, FRAME_REQUEST);
    }

    /** For an HTTP request. */
    public String ofRequest(Credentials login, String nc, String verb, String path)
            throws FailedException {
        return response(login, nc, verb + ":" + path);
    }

    private String response(Credentials login, String nc, String request) throws FailedException {
        String secret = hash(login.user() + ":" + realm + ":" + login.password());
        return hash(String.join(":", secret, nonce, nc, cnonce, "auth", hash(request)));
    }

    private String hash(String text) throws FailedException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new FailedException(
                    "login: the gateway wants the digest "
                            + algorithm
                            + ". This command knows MD5 and SHA-256",
                    e);
        }
    }
}
