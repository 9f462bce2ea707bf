package ccm.cli.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.transports.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A cloud's interface over HTTPS, which speaks JSON. */
public final class Rest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client;

    /**
     * Makes one.
     *
     * @param authorities PEM file of those that may have signed the cloud's certificate; absent for
     *     those of Java
     */
    public Rest(Optional<Path> authorities) throws FailedException {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .sslContext(
                                new TlsSettings(
                                                authorities,
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
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new FailedException(
                    address(url).getAuthority()
                            + ": cannot be reached: "
                            + why
                            + ". Is the name right, and the network there?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted", e);
        }
    }

    private static URI address(String url) throws FailedException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && "https".equalsIgnoreCase(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new FailedException(url + ": no address", e);
        }
        throw new FailedException(url + ": no address that begins with https://");
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            return Json.NULL;
        }
    }
}
