package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Each frame is posted, and the response is the frame that answers it. */
final class HttpTransport implements Transport {
    private static final int OK = 200;
    private static final int LOGIN = 401;
    private static final int LARGEST_SHOWN = 300;

    private final URI address;
    private final HttpClient client;
    private final HttpLogin login;
    private Optional<String> answer = Optional.empty();

    private HttpTransport(URI address, HttpClient client, HttpLogin login) {
        this.address = address;
        this.client = client;
        this.login = login;
    }

    static HttpTransport open(URI address, Connection connection) throws FailedException {
        return new HttpTransport(
                address, client(address, connection), new HttpLogin(connection.login()));
    }

    /** A client of the Java runtime; it ends by itself when nobody uses it any more. */
    static HttpClient client(URI address, Connection connection) throws FailedException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Runnable::run)
                        .connectTimeout(connection.timeout());
        if (address.getScheme().equals("https") || address.getScheme().equals("wss")) {
            builder.sslContext(connection.tls().context());
        }
        return builder.build();
    }

    @Override
    public String name() {
        return address.toString();
    }

    @Override
    public void send(String frame, Deadline deadline) throws FailedException {
        HttpResponse<String> response = post(frame, deadline);
        if (response.statusCode() == LOGIN
                && login.challenged(response.headers().allValues("WWW-Authenticate"))) {
            response = post(frame, deadline);
        }
        String body = response.body().strip();
        if (response.statusCode() == LOGIN) {
            answer = Optional.of(isFrame(body) ? body : refusal());
        } else if (response.statusCode() == OK || isFrame(body)) {
            answer = Optional.of(body);
        } else {
            throw new FailedException(
                    name() + ": HTTP status " + response.statusCode() + " " + cut(body));
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) {
        Optional<String> next = answer;
        answer = Optional.empty();
        return next;
    }

    @Override
    public void close() {
        answer = Optional.empty();
    }

    private HttpResponse<String> post(String frame, Deadline deadline) throws FailedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(Duration.ofMillis(Math.max(1, deadline.left())))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(frame + "\n"));
        login.header("POST", address).ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw Failures.connecting(name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(name() + ": interrupted", e);
        }
    }

    /** A refusal without a frame in it becomes one, so that there is one way to tell it. */
    private static String refusal() {
        return "{\"id\":null,\"error\":{\"code\":401,\"message\":\"unauthorized\"}}";
    }

    private static boolean isFrame(String body) {
        return body.startsWith("{") && (body.contains("\"error\"") || body.contains("\"result\""));
    }

    private static String cut(String body) {
        return body.length() <= LARGEST_SHOWN ? body : body.substring(0, LARGEST_SHOWN) + "…";
    }
}
