package ccm.sim.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.cloud.server.WebRequest;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as its caller signed it, with version 4 of the signature of AWS.
 *
 * @param accessKey who says to be the caller
 * @param scope day, region, service and a fixed word, with slashes between
 * @param headers that are signed, by name, with semicolons between
 */
record SignedCall(String accessKey, String scope, String headers, String signature) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern FORM =
            Pattern.compile(
                    ALGORITHM
                            + " Credential=([^/,]+)/([^,]+), ?SignedHeaders=([^,]+),"
                            + " ?Signature=([0-9a-f]{64})");

    /** Absent when the request is not signed. */
    static Optional<SignedCall> of(WebRequest request) {
        Matcher form = FORM.matcher(request.header("authorization").orElse(""));
        return form.matches()
                ? Optional.of(
                        new SignedCall(form.group(1), form.group(2), form.group(3), form.group(4)))
                : Optional.empty();
    }

    /** True when whoever knows this secret signed this very request. */
    boolean by(String secret, WebRequest request) {
        try {
            byte[] key = ("AWS4" + secret).getBytes(UTF_8);
            for (String part : scope.split("/")) {
                key = hmac(key, part);
            }
            String text =
                    String.join(
                            "\n",
                            ALGORITHM,
                            request.header("x-amz-date").orElse(""),
                            scope,
                            hash(canonical(request).getBytes(UTF_8)));
            return MessageDigest.isEqual(hmac(key, text), HexFormat.of().parseHex(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String canonical(WebRequest request) throws GeneralSecurityException {
        List<String> names = List.of(headers.split(";"));
        String values =
                names.stream()
                        .map(
                                name ->
                                        name
                                                + ":"
                                                + request.header(name)
                                                        .orElse("")
                                                        .strip()
                                                        .replaceAll(" +", " ")
                                                + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path(request.path()),
                query(request),
                values,
                headers,
                hash(request.body()));
    }

    /** Encoded twice: as it was sent, and once more to be signed. */
    private static String path(String decoded) {
        return Arrays.stream(decoded.split("/", -1))
                .map(each -> encoded(encoded(each)))
                .collect(Collectors.joining("/"));
    }

    private static String query(WebRequest request) {
        return new TreeMap<>(request.query())
                .entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
