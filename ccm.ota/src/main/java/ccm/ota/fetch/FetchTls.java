package ccm.ota.fetch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server proves who it is, and we to it.
 *
 * @param authorities PEM file of those who are trusted; the JVM's own are when it is empty
 * @param certificate PEM file with our certificate and its key; empty for none
 * @param serverName the name that the server must prove instead of the URL's; empty for the URL's
 */
public record FetchTls(Optional<Path> authorities, Optional<Path> certificate, String serverName) {
    /** As a browser does. */
    public static final FetchTls USUAL = new FetchTls(Optional.empty(), Optional.empty(), "");

    public FetchTls {
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(serverName, "serverName");
    }
}
