package ccm.ota.fetch;

import ccm.parts.pem.PemFile;
import ccm.testing.Certificates;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A real HTTP server of one file, with Range and If-Range, and with faults when told so. */
final class WebServer implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> redirects = new HashMap<>();
    volatile byte[] content;
    volatile String etag = "\"one\"";
    volatile String modified = "";
    volatile int status = 200;
    volatile int redirectStatus = 302;
    volatile boolean ranges = true;
    volatile boolean chunked;
    volatile int cutAt = -1; // bytes of an answer after which the connection ends
    volatile int cuts = Integer.MAX_VALUE; // how many answers that happens to
    volatile int stallAt = -1; // bytes of an answer after which nothing follows
    volatile String brokenRange = ""; // a Content-Range instead of the right one
    volatile Runnable beforeAnswer = () -> {};

    WebServer(byte[] content) throws IOException {
        this(content, HttpServer.create(here(), 0));
    }

    private WebServer(byte[] content, HttpServer server) {
        this.content = content;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The same over TLS; clients prove who they are when the server is told whom to believe. */
    static WebServer secure(byte[] content, Certificates.Pair pair, KeyStore clients)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "own",
                new PemFile(pair.key()).key().orElseThrow(),
                NO_PASSWORD,
                new PemFile(pair.certificate()).certificates().toArray(Certificate[]::new));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        boolean wantsClients = clients.size() > 0;
        HttpsServer server = HttpsServer.create(here(), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters own = context.getDefaultSSLParameters();
                        own.setNeedClientAuth(wantsClients);
                        parameters.setSSLParameters(own);
                    }
                });
        return new WebServer(content, server);
    }

    private static InetSocketAddress here() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url(String path) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
    }

    void redirect(String path, String location) {
        redirects.put(path, location);
    }

    /** The headers of the requests so far; a name is the same in upper and lower case. */
    List<Map<String, String>> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> request = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, all) -> request.put(name, all.get(0)));
            requests.add(request);
            beforeAnswer.run();
            String location = redirects.get(exchange.getRequestURI().getPath());
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(redirectStatus, -1);
            } else if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                file(exchange, request);
            }
        }
    }

    private void file(HttpExchange exchange, Map<String, String> request) throws IOException {
        if (!etag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", etag);
        }
        if (!modified.isEmpty()) {
            exchange.getResponseHeaders().set("Last-Modified", modified);
        }
        String current = etag.isEmpty() ? modified : etag;
        boolean known =
                current.equals(request.get("If-None-Match"))
                        || current.equals(request.get("If-Modified-Since"));
        if (known) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        byte[] whole = content;
        int from = from(request, current);
        if (from >= whole.length && from > 0) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (from > 0) {
            String range = "bytes %d-%d/%d".formatted(from, whole.length - 1, whole.length);
            exchange.getResponseHeaders()
                    .set("Content-Range", brokenRange.isEmpty() ? range : brokenRange);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, chunked ? 0 : whole.length - from);
        body(exchange.getResponseBody(), whole, from);
    }

    private int from(Map<String, String> request, String current) {
        String range = request.getOrDefault("Range", "");
        boolean same = current.equals(request.getOrDefault("If-Range", current));
        return ranges && same && !range.isEmpty()
                ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1))
                : 0;
    }

    private void body(OutputStream out, byte[] whole, int from) throws IOException {
        int rest = whole.length - from;
        if (stallAt >= 0) {
            out.write(whole, from, Math.min(stallAt, rest));
            out.flush();
            awaitClose();
        } else if (cutAt >= 0 && cutAt < rest && cuts-- > 0) {
            out.write(whole, from, cutAt);
            out.flush();
            throw new IOException("cut"); // the server ends the connection
        } else {
            out.write(whole, from, rest);
            out.close();
        }
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
