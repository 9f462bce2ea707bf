package ccm.ota.fetch;

import java.time.Duration;
import java.util.Objects;

/**
 * How bundles are fetched.
 *
 * @param extraHeaders more headers as lines, as {@code update.extra_http_headers} has them
 * @param stall after so long without a byte the connection is given up, and made anew
 * @param patience after so long without a byte on any connection the download is given up
 * @param largest bytes that are taken at most
 */
public record FetchSettings(
        FetchIdentity identity,
        String extraHeaders,
        FetchTls tls,
        Duration stall,
        Duration patience,
        long largest) {
    public FetchSettings {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(extraHeaders, "extraHeaders");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(stall, "stall");
        Objects.requireNonNull(patience, "patience");
    }
}
