package ccm.cli.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.transports.Failures;
import ccm.cli.transports.TlsSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A cloud's interface over HTTPS, which speaks JSON. */
public final class Rest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Typed typed;

    /**
     * What people are told to look at when the cloud is not reached.
     *
     * @param address what says where the cloud is
     * @param authorities the option that names who vouches for it
     */
    public record Typed(String address, Option authorities) {}

    /**
     * Makes one.
     *
     * @param authorities of those that may have signed the cloud's certificate; absent for those of
     *     Java
     */
    public Rest(Optional<Authorities> authorities, Typed typed) throws FailedException {
        this.typed = typed;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .sslContext(
                                new TlsSettings(
                                                authorities.map(Authorities::file),
                                                Optional.empty(),
                                                Optional.empty(),
                                                false)
                                        .context())
                        .build();
    }

    /**
     * An answer.
     *
     * @param body null of JSON when it is none
     * @param text of it, which may hold secrets
     */
    public record Answer(int status, Json body, String text) {
        /** True when it was done. */
        public boolean done() {
            return status / 100 == 2;
        }

        /** What was said of a refusal, in a line. */
        public String why() {
            String said = body.text("message").or(() -> body.text("error")).orElse(text);
            String line = said.strip().lines().findFirst().orElse("");
            return status + (line.isEmpty() ? "" : " " + line);
        }
    }

    /**
     * Asks it.
     *
     * @param body empty for none
     * @throws FailedException it was not reached
     */
    public Answer ask(String method, String url, Map<String, String> headers, Optional<Json> body)
            throws FailedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(url)).timeout(LIMIT);
        headers.forEach(request::header);
        request.header("Content-Type", "application/json");
        request.method(
                method,
                body.map(json -> BodyPublishers.ofString(json.compact(), UTF_8))
                        .orElse(BodyPublishers.noBody()));
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), BodyHandlers.ofString(UTF_8));
            return new Answer(answer.statusCode(), json(answer.body()), answer.body());
        } catch (IOException e) {
            throw new FailedException(
                    address(url).getAuthority() + ": cannot be reached: " + why(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }

    private String why(IOException failure) {
        String check = ". Is " + typed.address() + " right, and the network there?";
        if (Failures.find(failure, SSLException.class).isPresent()) {
            String said = Failures.said(Failures.deepest(failure));
            return said.contains("certification path") || said.contains("trustAnchors")
                    ? "its certificate is of an authority unknown here. Name that with "
                            + typed.authorities().name()
                            + " FILE"
                    : "TLS failed: " + said + ". Is " + typed.address() + " right?";
        } else if (Failures.find(failure, UnresolvedAddressException.class).isPresent()) {
            return "the name of the host is not found" + check;
        } else if (Failures.find(failure, HttpTimeoutException.class).isPresent()) {
            return "no answer in time. Is a firewall in between?";
        } else if (Failures.find(failure, ConnectException.class).isPresent()) {
            return "nobody answers there" + check;
        }
        return Failures.said(failure) + check;
    }

    private URI address(String url) throws FailedException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && "https".equalsIgnoreCase(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new FailedException(notAnAddress(url), e);
        }
        throw new FailedException(notAnAddress(url));
    }

    private String notAnAddress(String url) {
        return typed.address() + " " + url + ": no address that begins with https://";
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            return Json.NULL;
        }
    }
}
