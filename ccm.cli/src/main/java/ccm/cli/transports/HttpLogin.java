package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Credentials;
import ccm.cli.rpc.Digest;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The login of HTTP, RFC 7616: answers a challenge, and keeps it for more requests. */
final class HttpLogin {
    private static final Pattern PARAMETER =
            Pattern.compile("(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,]+))");
    private static final String SCHEME = "digest ";
    private static final int CNONCE_BYTES = 8;

    private final Optional<Credentials> login;
    private final SecureRandom random = new SecureRandom();
    private Optional<Map<String, String>> challenge = Optional.empty();
    private int count; // requests with the present nonce

    HttpLogin(Optional<Credentials> login) {
        this.login = login;
    }

    /** Takes the headers {@code WWW-Authenticate}; true when a request can be tried again. */
    boolean challenged(List<String> headers) {
        challenge =
                headers.stream()
                        .filter(header -> header.toLowerCase().startsWith(SCHEME))
                        .map(HttpLogin::parameters)
                        .filter(found -> known(found.getOrDefault("algorithm", "MD5")))
                        .findFirst();
        count = 0;
        return login.isPresent() && challenge.isPresent();
    }

    /** The header {@code Authorization} of the next request; absent before a challenge. */
    Optional<String> header(String verb, URI address) throws FailedException {
        if (login.isEmpty() || challenge.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> asked = challenge.get();
        String path =
                address.getRawPath()
                        + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        byte[] bytes = new byte[CNONCE_BYTES];
        random.nextBytes(bytes);
        String cnonce = HexFormat.of().formatHex(bytes);
        String nc = String.format("%08x", ++count);
        String algorithm = asked.getOrDefault("algorithm", "MD5");
        String realm = asked.getOrDefault("realm", "");
        String nonce = asked.getOrDefault("nonce", "");
        String response =
                new Digest(algorithm, realm, nonce, cnonce).ofRequest(login.get(), nc, verb, path);
        String opaque =
                asked.containsKey("opaque") ? ", opaque=\"" + asked.get("opaque") + "\"" : "";
        return Optional.of(
                ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", algorithm=%s"
                                + ", qop=auth, nc=%s, cnonce=\"%s\", response=\"%s\"%s")
                        .formatted(
                                quoted(login.get().user()),
                                quoted(realm),
                                quoted(nonce),
                                path,
                                algorithm,
                                nc,
                                cnonce,
                                response,
                                opaque));
    }

    private static String quoted(String text) {
        return text.replaceAll("([\"\\\\])", "\\\\$1");
    }

    private static boolean known(String algorithm) {
        return algorithm.equalsIgnoreCase("MD5") || algorithm.equalsIgnoreCase("SHA-256");
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher matcher = PARAMETER.matcher(header.substring(SCHEME.length()));
        while (matcher.find()) {
            String quoted = matcher.group(2);
            found.put(
                    matcher.group(1),
                    quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return found;
    }
}
