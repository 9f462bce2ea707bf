package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the pages in a browser of the same machine can do to a gateway, in a real browser. */
public class PagesPeersIT {
    private static final byte[] PAGE =
            "<!doctype html><title>a page</title><body>".getBytes(StandardCharsets.UTF_8);
    private static final String OWN = "{\"channel_info\":\"HTTP 127.0.0.1\"}";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private HttpServer pages;

    @Before
    public void serve() throws Exception {
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, PAGE.length);
                    exchange.getResponseBody().write(PAGE);
                    exchange.close();
                });
        pages.start();
    }

    @After
    public void stop() {
        pages.stop(0);
    }

    @Test
    public void aPageOfAnotherSiteReachesNothingWithoutALogin() throws Exception {
        try (HttpSite site = new HttpSite(folder.newFolder("d").toPath()).start()) {
            site.define("joe", "secret");
            JsonNode seen = look(site);
            assertEquals(seen.toString(), "TypeError", seen.path("read").textValue());
            assertTrue(seen.toString(), seen.path("socket").textValue().contains("\"code\":401"));
            assertTrue(seen.toString(), seen.path("form").textValue().contains("\"code\":403"));
            assertEquals(seen.toString(), "error", seen.path("image").textValue());
            assertEquals(seen.toString(), 404, seen.path("rebound").intValue());
            assertTrue(seen.toString(), seen.path("reboundPost").textValue().startsWith("401 "));
            assertEquals(seen.toString(), 200, seen.path("typed").intValue());
            assertEquals("200 " + OWN, seen.path("own").textValue());
            assertTrue(seen.toString(), seen.path("ownSocket").textValue().contains("result"));
            JsonNode kept = site.gateway().local().call("Config.Get", "{\"key\":\"device.sn\"}");
            assertEquals("a page has changed it", "", kept.path("result").textValue());
        }
    }

    @Test
    public void aPageOfAnAllowedOriginCallsWhatEverybodyMay() throws Exception {
        String origin = "http://evil.example:" + pages.getAddress().getPort();
        try (HttpSite site =
                new HttpSite(
                        folder.newFolder("d").toPath(),
                        "http.cors_origins=" + origin,
                        "rpc.acl=[{\"method\":\"RPC.Ping\",\"acl\":\"*\"},"
                                + "{\"method\":\"*\",\"acl\":\"+@local\"}]")) {
            JsonNode seen = look(site.start());
            assertEquals(seen.toString(), "200 " + OWN, seen.path("read").textValue());
            JsonNode kept = site.gateway().local().call("Config.Get", "{\"key\":\"device.sn\"}");
            assertEquals("a page has changed it", "", kept.path("result").textValue());
        }
    }

    private JsonNode look(HttpSite site) throws Exception {
        return Browser.see(
                "pages.mjs",
                Integer.toString(site.port()),
                Integer.toString(pages.getAddress().getPort()));
    }
}
