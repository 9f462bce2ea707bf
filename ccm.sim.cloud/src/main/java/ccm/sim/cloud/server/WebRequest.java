package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param path without its query
 * @param query decoded; of a name that comes again the last value
 * @param headers names in lower case
 */
public record WebRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Peer peer) {
    /** A header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as text. */
    public String text() {
        return new String(body, UTF_8);
    }
}
