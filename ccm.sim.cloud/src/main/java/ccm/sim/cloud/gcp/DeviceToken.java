package ccm.sim.cloud.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A JSON Web Token that a device showed, taken apart. */
record DeviceToken(JsonNode header, JsonNode claims, String signed, byte[] signature) {
    static final Duration SKEW = Duration.ofMinutes(10);
    private static final long LONGEST_SECONDS = 86_400;
    private static final int RAW = 64; // R and S
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty when it is no token: also when it is padded, or encoded with + and /. */
    static Optional<DeviceToken> read(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !text.matches("[A-Za-z0-9_.-]+")) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getUrlDecoder();
            JsonNode header = JSON.readTree(base64.decode(parts[0]));
            JsonNode claims = JSON.readTree(base64.decode(parts[1]));
            return header.isObject() && claims.isObject()
                    ? Optional.of(
                            new DeviceToken(
                                    header,
                                    claims,
                                    parts[0] + "." + parts[1],
                                    base64.decode(parts[2])))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Instant end() {
        return Instant.ofEpochSecond(claims.path("exp").asLong());
    }

    /** Why it does not count; empty when it does. */
    Optional<String> fault(String project, Instant now, List<PublicKey> keys) {
        JsonNode audience = claims.path("aud");
        if (!audience.isTextual() || !audience.textValue().equals(project)) {
            return Optional.of("aud is " + audience + ", not \"" + project + "\"");
        }
        if (!claims.path("iat").isIntegralNumber() || !claims.path("exp").isIntegralNumber()) {
            return Optional.of("iat or exp is no number");
        }
        long from = claims.path("iat").longValue();
        long to = claims.path("exp").longValue();
        if (to <= from || to - from > LONGEST_SECONDS) {
            return Optional.of("exp is not within a day after iat");
        }
        if (now.plus(SKEW).isBefore(Instant.ofEpochSecond(from))) {
            return Optional.of("iat is ahead of the clock");
        }
        if (now.isAfter(end().plus(SKEW))) {
            return Optional.of("it has expired");
        }
        return keys.stream().anyMatch(this::signedBy)
                ? Optional.empty()
                : Optional.of("no key of the device has signed it, by alg " + header.path("alg"));
    }

    private boolean signedBy(PublicKey key) {
        boolean curve = key.getAlgorithm().equals("EC");
        if (!header.path("alg").asText("").equals(curve ? "ES256" : "RS256")
                || curve && signature.length != RAW) {
            return false;
        }
        try {
            Signature check =
                    Signature.getInstance(curve ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
            check.initVerify(key);
            check.update(signed.getBytes(US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
