package ccm.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A user of mDash: its REST interface, and the WebSocket that tells what happens. */
final class DashUser {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDGE = "----edge";

    private final HttpClient http;
    private final String api;
    private final String key;
    private final List<String> notices = new CopyOnWriteArrayList<>();

    /**
     * Makes one.
     *
     * @param authority PEM file of who signed the server's certificate
     */
    DashUser(String api, String key, Path authority) throws IOException {
        this.api = api;
        this.key = key;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(authority))
                        .build();
    }

    /** An answer. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", key);
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body, key);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "", key);
    }

    Answer send(String method, String path, String body, String bearer)
            throws IOException, InterruptedException {
        return send(
                request(path, bearer)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /** As a form in a browser does. */
    Answer upload(String path, byte[] file) throws IOException, InterruptedException {
        String head =
                "--"
                        + EDGE
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"fw.zip\""
                        + "\r\nContent-Type: application/zip\r\n\r\n";
        String body = head + new String(file, ISO_8859_1) + "\r\n--" + EDGE + "--\r\n";
        return send(
                request(path, key)
                        .header("Content-Type", "multipart/form-data; boundary=" + EDGE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(ISO_8859_1)))
                        .build());
    }

    /** Listens to what happens, from now on. */
    DashUser listen() throws Exception {
        http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(api.replace("https", "wss") + "/notify?access_token=" + key),
                        new Ears())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    /** What happened since then. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    private HttpRequest.Builder request(String path, String bearer) {
        return HttpRequest.newBuilder(URI.create(api + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + bearer);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                notices.add(text.toString());
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, part, last);
        }
    }
}
