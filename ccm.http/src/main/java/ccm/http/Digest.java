package ccm.http;

import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.parts.http.Refusal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The digest login of HTTP, RFC 7616, in its header fields. */
final class Digest {
    private static final String SCHEME = "digest ";
    private static final int HEX = 16;
    private static final Pattern MEMBER =
            Pattern.compile(
                    "\\G[\\s,]*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*))");

    private Digest() {}

    /** {@code WWW-Authenticate}. */
    static String challenge(DigestChallenge challenge, boolean stale) {
        return "Digest qop=\"auth\", realm=\""
                + challenge.realm().replace("\\", "\\\\").replace("\"", "\\\"")
                + "\", nonce=\""
                + Long.toHexString(challenge.nonce())
                + "\", algorithm="
                + challenge.algorithm()
                + (stale ? ", stale=true" : "");
    }

    /**
     * {@code Authorization}; absent when it holds a login of another kind.
     *
     * @param target path and query as they stand in the request: the login must be for them
     */
    static Optional<DigestResponse> response(String authorization, String method, String target)
            throws Refusal {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        Map<String, String> members = members(authorization.substring(SCHEME.length()));
        String uri = members.getOrDefault("uri", "");
        if (!uri.equals(target) || !members.getOrDefault("qop", "").equals("auth")) {
            throw new Refusal(Refusal.BAD_REQUEST, "bad request");
        }
        return Optional.of(
                new DigestResponse(
                        members.getOrDefault("realm", ""),
                        members.getOrDefault("username", ""),
                        members.getOrDefault("nonce", ""),
                        HEX,
                        members.getOrDefault("nc", ""),
                        members.getOrDefault("cnonce", ""),
                        members.getOrDefault("algorithm", ""),
                        members.getOrDefault("response", ""),
                        method,
                        uri));
    }

    private static Map<String, String> members(String text) {
        Map<String, String> members = new HashMap<>();
        Matcher member = MEMBER.matcher(text);
        while (member.find()) {
            String quoted = member.group(2);
            String value = quoted == null ? member.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            members.putIfAbsent(member.group(1).toLowerCase(Locale.ROOT), value);
        }
        return members;
    }
}
