package ccm.sim.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The control interface of an emulated cloud, as people and scripts use it. */
final class CloudControl {
    private static final String SERVICE = "(ccm.sim=cloud.control)";
    private static final int PATIENCE_MILLIS = 5_000;
    private static final long START_NANOS = 20_000_000_000L;
    private static final long PAUSE_MILLIS = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final String url;

    /**
     * Makes one.
     *
     * @param url ends with a slash
     */
    CloudControl(String url) {
        this.url = url;
    }

    /** The one of the cloud that starts in this framework. */
    static CloudControl await(BundleContext framework)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + START_NANOS;
        try {
            while (System.nanoTime() < end) {
                ServiceReference<?>[] found = framework.getAllServiceReferences(null, SERVICE);
                if (found != null) {
                    return new CloudControl((String) found[0].getProperty("url"));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // the filter is a constant
        }
        throw new TimeoutException("the emulated cloud has not started. the log says why");
    }

    String url() {
        return url;
    }

    JsonNode get(String path) throws IOException {
        return answer(open(path));
    }

    JsonNode post(String path, String body) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(UTF_8));
        return answer(connection);
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection;
    }

    private JsonNode answer(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getInputStream()) {
            return json.readTree(body);
        }
    }
}
