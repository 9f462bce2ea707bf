package ccm.sim.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A custom authorizer: lets those in whose user name holds the right words.
 *
 * @param name of the authorizer
 * @param tokenKey under which it looks for the token
 * @param token that it lets in
 * @param signature of that token; empty to look for none
 */
record Authorizer(String name, String tokenKey, String token, String signature) {
    /** Whether it lets somebody in. */
    boolean admits(Optional<String> user) {
        Map<String, String> words = new HashMap<>();
        String query = user.map(text -> text.substring(text.indexOf('?') + 1)).orElse("");
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                words.put(
                        part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), UTF_8));
            }
        }
        return name.equals(words.get("x-amz-customauthorizer-name"))
                && token.equals(words.get(tokenKey))
                && (signature.isEmpty()
                        || signature.equals(words.get("x-amz-customauthorizer-signature")));
    }
}
