package ccm.cli.rpc;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** What a gateway answers inside a frame when it wants a login, and our answer to it. */
final class Challenge {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CNONCE_BITS = 31; // every client and device reads so many

    private final Json asked;

    private Challenge(Json asked) {
        this.asked = asked;
    }

    /** Reads the text of error 401; absent when it is no challenge. */
    static Optional<Challenge> of(String message) {
        try {
            Json asked = Json.read(message);
            boolean whole = asked.at("nonce").isPresent() && asked.text("realm").isPresent();
            return whole ? Optional.of(new Challenge(asked)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The member {@code auth} of the next frame; another one each time. */
    Json answer(Credentials login) throws FailedException {
        long cnonce = RANDOM.nextLong() >>> Long.SIZE - CNONCE_BITS;
        String algorithm = asked.text("algorithm").orElse("MD5");
        String realm = asked.text("realm").orElse("");
        Json nonce = asked.at("nonce").orElse(Json.NULL);
        Digest digest = new Digest(algorithm, realm, nonce.plain(), Long.toString(cnonce));
        Json.Obj auth =
                new Json.Obj()
                        .put("realm", realm)
                        .put("username", login.user())
                        .put("nonce", nonce)
                        .put("cnonce", cnonce)
                        .put("algorithm", algorithm)
                        .put("response", digest.ofFrame(login));
        asked.at("opaque").ifPresent(opaque -> auth.put("opaque", opaque));
        return auth;
    }
}
