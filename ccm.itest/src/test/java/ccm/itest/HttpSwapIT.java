package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** HTTP while the parts of the gateway are replaced under it. */
public class HttpSwapIT {
    private static final String SETTINGS =
            "{\"http\":{\"listen_addr\":\"127.0.0.1:0\"},\"console\":{\"enable\":false}}";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean stopped;

    @Test
    public void requestsWaitWhileTheCoreIsReplaced() throws Exception {
        Path place = folder.getRoot().toPath();
        try (InProcessGateway gateway = new InProcessGateway("full", place, SETTINGS)) {
            String url = url(gateway.context());
            eventually(() -> assertEquals(200, ping(url)));
            Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
            Thread asking = new Thread(() -> ask(url, statuses), "ccm-itest-asking");
            asking.start();
            for (int i = 0; i < 3; i++) {
                gateway.swap("ccm.core", Sku.jar("full", "ccm.core"));
                int before = statuses.getOrDefault(200, 0);
                eventually(() -> assertTrue("" + statuses, statuses.get(200) > before + 5));
            }
            stopped = true;
            asking.join();
            assertEquals("only 200: " + statuses, 1, statuses.size());
            assertEquals(url, url(gateway.context()));
        }
    }

    @Test
    public void itsPortIsFreeAsSoonAsTheBundleHasStopped() throws Exception {
        Path place = folder.getRoot().toPath();
        try (InProcessGateway gateway = new InProcessGateway("full", place, SETTINGS)) {
            String url = url(gateway.context());
            eventually(() -> assertEquals(200, ping(url)));
            Bundle http = Bundles.named(gateway.context(), "ccm.http");
            http.stop();
            int port = URI.create(url).getPort();
            new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress()).close();
            assertEquals(
                    0,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("ccm-http"))
                            .count());
            http.start();
            eventually(() -> assertEquals(200, ping(url(gateway.context()))));
        }
    }

    private void ask(String url, Map<Integer, Integer> statuses) {
        while (!stopped) {
            try {
                statuses.merge(ping(url), 1, Integer::sum);
            } catch (Exception e) {
                statuses.merge(-1, 1, Integer::sum);
            }
        }
    }

    private int ping(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/rpc/RPC.Ping")).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String url(BundleContext context) throws Exception {
        String[] url = new String[1];
        eventually(
                () -> {
                    ServiceReference<?>[] found =
                            context.getAllServiceReferences(null, "(ccm.serves=http://*)");
                    assertTrue(found != null);
                    url[0] = String.valueOf(found[0].getProperty("ccm.serves"));
                });
        return url[0];
    }
}
