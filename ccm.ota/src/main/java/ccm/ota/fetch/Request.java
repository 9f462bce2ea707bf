package ccm.ota.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.firmware.FirmwareException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;

/** Asks for a URL, and follows where the server sends it. */
final class Request {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final FetchSettings settings;
    private final URI url;
    private final Map<String, String> extra;
    private final Consumer<WebConnection> opened;
    private Optional<SSLSocketFactory> sockets = Optional.empty(); // made when first needed

    /**
     * Makes one.
     *
     * @param opened is told of each connection before it is used, so it can be ended
     */
    Request(FetchSettings settings, URI url, Consumer<WebConnection> opened)
            throws FirmwareException {
        this.settings = settings;
        this.url = url;
        this.extra = ExtraHeaders.of(settings.extraHeaders());
        this.opened = opened;
        requireWeb(url);
    }

    /**
     * Sends it.
     *
     * @param conditions headers that go along
     * @return the connection with the answer's head, which is no redirect
     * @throws IOException there is no answer
     */
    WebConnection send(Map<String, String> conditions) throws IOException, FirmwareException {
        URI at = url;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            WebConnection connection = new WebConnection(at);
            opened.accept(connection);
            try {
                connection.open(headers(at, conditions), settings.stall(), sockets(at));
            } catch (IOException e) {
                connection.close();
                throw e;
            }
            if (!REDIRECTS.contains(connection.code())) {
                return connection;
            }
            connection.close();
            at = next(at, connection.header("Location"));
        }
        throw Failures.download(
                url, "is sent on more than " + MOST_REDIRECTS + " times. Give the URL it leads to");
    }

    private URI next(URI from, String location) throws FirmwareException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw Failures.download(from, "is sent on to no URL. Check the server");
        }
        requireWeb(to);
        if (from.getScheme().equalsIgnoreCase("https") && to.getScheme().equalsIgnoreCase("http")) {
            throw Failures.download(
                    from,
                    "is sent on from https to %s, which anybody could change. Give an https URL"
                            .formatted(Fetch.shown(to)));
        }
        return to;
    }

    private static void requireWeb(URI url) throws FirmwareException {
        String scheme = String.valueOf(url.getScheme());
        boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
        if (!web || url.getHost() == null) {
            throw Failures.download(
                    url, "is not a URL of http or https. Give one like https://HOST/fw.zip");
        }
    }

    private Map<String, String> headers(URI at, Map<String, String> conditions) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(conditions);
        headers.put("Connection", "close");
        headers.put("Accept-Encoding", "identity");
        FetchIdentity identity = settings.identity();
        putText(headers, "X-MGOS-Device-ID", identity.deviceId());
        putText(headers, "X-MGOS-FW-Version", identity.firmwareVersion());
        putText(headers, "User-Agent", identity.userAgent());
        if (at.getRawUserInfo() != null) {
            String login = URLDecoder.decode(at.getRawUserInfo().replace("+", "%2B"), UTF_8);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
        }
        if (sameServer(at)) {
            headers.putAll(extra); // may hold secrets, which are not for others
        }
        return headers;
    }

    private static void putText(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value.replaceAll("[^\\x20-\\x7e]", "?"));
        }
    }

    private boolean sameServer(URI at) {
        return at.getScheme().equalsIgnoreCase(url.getScheme())
                && at.getHost().equalsIgnoreCase(url.getHost())
                && at.getPort() == url.getPort();
    }

    private Optional<SSLSocketFactory> sockets(URI at) throws FirmwareException {
        if (!at.getScheme().equalsIgnoreCase("https")) {
            return Optional.empty();
        }
        if (sockets.isEmpty()) {
            sockets = Optional.of(TlsSockets.of(settings.tls()));
        }
        return sockets;
    }
}
