package ccm.http;

import static ccm.api.rpc.RpcPeer.Zone.LOCAL;
import static ccm.api.rpc.RpcPeer.Zone.NETWORK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcPeer;
import ccm.http.Caller.Page;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final String HERE = "127.0.0.1:8081";

    private final Map<String, String> headers = new HashMap<>(Map.of("Host", HERE));

    @ParameterizedTest
    @ValueSource(strings = {HERE, "127.0.0.1", "localhost", "LocalHost:80", "[::1]:8081"})
    void aProgramOfThisMachineIsNear(String host) throws Exception {
        headers.put("Host", host);
        assertEquals(LOCAL, judge("127.0.0.1", "").peer().zone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8081",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "192.168.1.7",
                "",
                "[::1].evil.example"
            })
    void aNameThatLeadsHereIsNot(String host) throws Exception {
        headers.put("Host", host);
        assertEquals(NETWORK, judge("127.0.0.1", "").peer().zone());
    }

    @Test
    void anotherMachineIsNot() throws Exception {
        assertEquals(NETWORK, judge("192.168.1.7", "").peer().zone());
    }

    @Test
    void aPageOfTheGatewayItselfIsNear() throws Exception {
        headers.put("Origin", "http://" + HERE);
        headers.put("Sec-Fetch-Site", "same-origin");
        assertEquals(LOCAL, judge("127.0.0.1", "").peer().zone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://127.0.0.1:3000",
                "http://localhost:8081",
                "https://api.cesanta.com",
                "not a uri"
            })
    void aPageOfAnotherSiteIsForeign(String origin) throws Exception {
        headers.put("Origin", origin);
        headers.put("Sec-WebSocket-Protocol", "clubby.cesanta.com");
        Caller caller = judge("127.0.0.1", "");
        assertEquals(Page.FOREIGN, caller.page());
        assertEquals(NETWORK, caller.peer().zone());
        assertFalse(caller.mayLogIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void anImageOrALinkOfAnotherSiteIsForeign(String site) throws Exception {
        headers.put("Sec-Fetch-Site", site);
        assertEquals(Page.FOREIGN, judge("127.0.0.1", "").page());
    }

    @Test
    void anAddressThatWasTypedIsNear() throws Exception {
        headers.put("User-Agent", "Mozilla/5.0");
        headers.put("Sec-Fetch-Site", "none");
        assertEquals(LOCAL, judge("127.0.0.1", "").peer().zone());
    }

    @Test
    void aBrowserThatDoesNotTellIsNotNear() throws Exception {
        headers.put("User-Agent", "Mozilla/5.0");
        assertEquals(NETWORK, judge("127.0.0.1", "").peer().zone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "Via"})
    void whatAProxyPassesOnIsNotNear(String header) throws Exception {
        headers.put(header, "x");
        assertEquals(NETWORK, judge("127.0.0.1", "").peer().zone());
    }

    @Test
    void theToolsHandshakeIsAProgramsBecauseNoBrowserSendsIt() throws Exception {
        headers.put("Origin", "https://api.cesanta.com/");
        headers.put("Sec-WebSocket-Protocol", "clubby.cesanta.com");
        assertEquals(LOCAL, judge("127.0.0.1", "").peer().zone());
        headers.remove("Sec-WebSocket-Protocol");
        assertEquals(NETWORK, judge("127.0.0.1", "").peer().zone());
    }

    @Test
    void anAllowedPageMayCallButIsNotNear() throws Exception {
        headers.put("Origin", "https://app.example");
        Caller caller = judge("127.0.0.1", "https://other.example, https://APP.example/");
        assertEquals(Page.ALLOWED, caller.page());
        assertEquals(NETWORK, caller.peer().zone());
        assertTrue(caller.mayLogIn());
    }

    @Test
    void whenEverybodyIsAllowedTheBrowsersLoginCountsForNothing() throws Exception {
        headers.put("Origin", "https://app.example");
        Caller caller = judge("127.0.0.1", "*");
        assertEquals(Page.ANYBODY, caller.page());
        assertFalse(caller.mayLogIn());
    }

    private Caller judge(String from, String allowed) throws Exception {
        return new Origins(allowed)
                .judge(
                        RpcPeer.HTTP,
                        InetAddress.getByName(from),
                        name -> headers.getOrDefault(name, ""));
    }
}
