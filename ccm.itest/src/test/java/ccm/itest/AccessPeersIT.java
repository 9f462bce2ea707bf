package ccm.itest;

import static ccm.itest.AccessSite.GUEST;
import static ccm.itest.AccessSite.PASSWORD;
import static ccm.itest.AccessSite.PATIENCE;
import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who may call what on the product {@code full}, over every kind of channel it has. */
public class AccessPeersIT {
    private static final String JOE = "joe:" + PASSWORD;
    private static final String NOBODY = "./ccm user add NAME";

    /** Another refusal on each channel. */
    private static final String RULES =
            """
            [{"method":"Sys.GetInfo","ch_type":"HTTP","acl":"-*"},
             {"method":"RPC.Ping","ch_type":"WS_in","acl":"-*"},
             {"method":"RPC.Ping","ch_type":"MQTT","acl":"*"},
             {"method":"Config.Save","ch_type":"UART","acl":"-@host,+*"},
             {"method":"FS.*","ch_type":"local","acl":"+joe,-*"},
             {"method":"RPC.Describe","ch_type":"WS_in","acl":"*"},
             {"method":"**","acl":"+@host,+@local,+*"}]""";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void withoutRulesWhoIsNearMayCallAndTheNetworkLogsIn() throws Exception {
        try (AccessSite site = new AccessSite(folder.getRoot().toPath())) {
            site.awaitMqtt();
            nearCallersCallEverything(site);
            theNetworkIsToldToDefineAUser(site);
            site.addJoe();
            theNetworkLogsIn(site, "MD5");
            aLoginCountsOnce(site);
            guessersWait(site);
            JsonNode changed = site.local("Config.Set", "{\"config\":{\"rpc\":{\"auth_algo\":1}}}");
            assertTrue(changed.toString(), changed.has("result"));
            theNetworkLogsIn(site, "SHA-256");
            aLoginCountsOnce(site);
        }
    }

    private static void nearCallersCallEverything(AccessSite site) throws Exception {
        for (String method : List.of("Users.List", "Config.Get", "FS.List")) {
            String http = site.http(method);
            assertTrue(http, http.endsWith("200"));
            assertTrue(method, site.local(method, "{}").has("result"));
            try (MosTransport console = site.console()) {
                assertTrue(method, site.call(console, method, "").has("result"));
            }
        }
        assertTrue(site.hostCalls("RPC.Ping").has("result"));
        Result result = site.ccm("call", "Users.List", "--port=" + site.webSocketPort());
        assertEquals(result.err(), 0, result.status());
    }

    private static void theNetworkIsToldToDefineAUser(AccessSite site) throws Exception {
        String http = site.http("RPC.Ping", "-H", GUEST);
        assertTrue(http, http.contains(NOBODY) && http.endsWith("403"));
        for (MosTransport each : List.of(site.mqtt(), site.webSocket())) {
            try (MosTransport over = each) {
                JsonNode answer = site.call(over, "RPC.Ping", "");
                assertEquals(answer.toString(), 403, answer.at("/error/code").asInt());
                assertTrue(answer.toString(), answer.toString().contains(NOBODY));
            }
        }
        Result result = site.ccm("call", "RPC.Ping", "--port=" + site.mqttPort());
        assertEquals(1, result.status());
        assertEquals(
                "RPC.Ping: error 403: unauthorized: no user is defined. ./ccm user add NAME makes"
                        + " one.\n",
                result.err());
    }

    private static void theNetworkLogsIn(AccessSite site, String algorithm) throws Exception {
        eventually(
                PATIENCE,
                () -> {
                    String asked = site.http("RPC.Ping", "-i", "-H", GUEST);
                    assertTrue(asked, asked.contains("algorithm=" + algorithm));
                    assertTrue(asked, asked.endsWith("401"));
                });
        String http = site.http("RPC.Ping", "-H", GUEST, "--digest", "-u", JOE);
        assertTrue(http, http.endsWith("200"));
        for (MosTransport each : List.of(site.mqtt(), site.webSocket())) {
            try (MosTransport over = each) {
                JsonNode asked = site.call(over, "RPC.Ping", "");
                String login = AccessSite.login(asked, PASSWORD);
                assertTrue(login, site.call(over, "RPC.Ping", login).has("result"));
            }
        }
        Result result =
                site.ccm("call", "RPC.Ping", "--port=" + site.mqttPort(), "--rpc-creds=" + JOE);
        assertEquals(result.err(), 0, result.status());
    }

    private static void aLoginCountsOnce(AccessSite site) throws Exception {
        String header = site.authorization("RPC.Ping");
        assertTrue(site.http("RPC.Ping", "-H", GUEST, "-H", header).endsWith("200"));
        String again = site.http("RPC.Ping", "-i", "-H", GUEST, "-H", header);
        assertTrue(again, again.contains("stale=true") && again.endsWith("401"));
        String elsewhere = site.http("Config.Get", "-H", GUEST, "-H", header);
        assertTrue(elsewhere, elsewhere.endsWith("400"));
        try (MosTransport mqtt = site.mqtt();
                MosTransport webSocket = site.webSocket()) {
            String login = AccessSite.login(site.call(mqtt, "RPC.Ping", ""), PASSWORD);
            assertTrue(site.call(mqtt, "RPC.Ping", login).has("result"));
            AccessSite.login(site.call(mqtt, "RPC.Ping", login), PASSWORD);
            AccessSite.login(site.call(webSocket, "RPC.Ping", login), PASSWORD);
        }
    }

    private static void guessersWait(AccessSite site) throws Exception {
        long start = System.nanoTime();
        String answer = "401";
        int guesses = 0;
        while (answer.endsWith("401")) {
            guesses++;
            String guess = "joe:guess-" + guesses;
            answer = site.http("RPC.Ping", "-H", GUEST, "--digest", "-u", guess);
        }
        assertTrue(guesses + " wrong ones", guesses > 10);
        assertTrue(
                answer,
                answer.matches("(?s).*too many wrong logins\\. Try again in \\d+ s\\..*429"));
        eventually(
                PATIENCE,
                () -> {
                    String right = site.http("RPC.Ping", "-H", GUEST, "--digest", "-u", JOE);
                    assertTrue(right, right.endsWith("200"));
                });
        long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start);
        String log = site.gateway().output();
        int told = log.split("wrong logins", -1).length - 1;
        assertTrue(told + " lines: " + log, told >= 1 && told <= 1 + minutes);
        for (String secret :
                List.of(
                        PASSWORD,
                        "guess-",
                        MosDialogue.hash("MD5", "joe:RPC:" + PASSWORD),
                        MosDialogue.hash("SHA-256", "joe:RPC:" + PASSWORD))) {
            assertFalse(log, log.contains(secret));
        }
    }

    @Test
    public void aListOfRulesDecidesOnEveryChannel() throws Exception {
        try (AccessSite site = new AccessSite(folder.getRoot().toPath(), "rpc.acl=" + RULES)) {
            site.awaitMqtt();
            theRulesHold(site);
            aBrokenListIsRefused(site);
            theRulesHold(site);
        }
    }

    @Test
    public void aFileOfRulesDecidesAndOpensNothingWhenItIsDamaged() throws Exception {
        try (AccessSite site = new AccessSite(folder.getRoot().toPath())) {
            site.awaitMqtt();
            Path file = site.data.resolve("files/acl.json");
            assertTrue(site.local("Config.Set", acl("@acl.json")).has("error")); // not there yet
            Files.writeString(file, RULES);
            JsonNode set =
                    site.local(
                            "Config.Set",
                            "{\"config\":{\"rpc\":{\"acl\":\"@acl.json\"}},\"save\":true}");
            assertTrue(set.toString(), set.has("result"));
            theRulesHold(site);

            Files.writeString(file, RULES.replace("[{", "[{{"));
            nobodyMayCall(site);
            Files.writeString(file, RULES);
            eventually(PATIENCE, () -> assertTrue(site.http("RPC.Ping").endsWith("200")));
            theRulesHold(site);

            Files.writeString(file, "no list");
            nobodyMayCall(site);
            site.gateway().stop();
            site.start("rpc.acl=");
            assertTrue(site.http("Sys.GetInfo").endsWith("200"));
            assertTrue(site.hostCalls("Config.Save").has("result"));
        }
    }

    private static void theRulesHold(AccessSite site) throws Exception {
        eventually( // a change of the settings is a new instance
                PATIENCE,
                () -> {
                    String http = site.http("Sys.GetInfo");
                    assertTrue(http, http.contains("unauthorized") && http.endsWith("403"));
                });
        assertTrue(site.http("Sys.Info").endsWith("403")); // the same method
        assertTrue(site.http("RPC.Ping").endsWith("200"));
        try (MosTransport webSocket = site.webSocket();
                MosTransport mqtt = site.mqtt();
                MosTransport console = site.console()) {
            assertEquals(403, code(site.call(webSocket, "RPC.Ping", "")));
            assertTrue(site.call(webSocket, "RPC.Describe", "").toString().contains("name is"));
            assertTrue(site.call(mqtt, "RPC.Ping", "").has("result"));
            assertTrue(List.of(401, 403).contains(code(site.call(mqtt, "Sys.GetInfo", ""))));
            assertTrue(site.call(console, "Config.Get", "").has("result"));
        }
        JsonNode refused = site.hostCalls("Config.Save");
        assertTrue(refused.toString(), refused.toString().contains("@host by rpc.acl"));
        assertTrue(site.hostCalls("RPC.Ping").has("result"));
        assertTrue(site.local("FS.List", "{}").has("error"));
        site.addJoe();
        Result result = site.ccm("call", "FS.List", "--data=" + site.data, "--rpc-creds=" + JOE);
        assertEquals(result.err(), 0, result.status());
    }

    private static void aBrokenListIsRefused(AccessSite site) throws Exception {
        JsonNode before = site.local("Config.Get", "{\"key\":\"rpc.acl\"}").path("result");
        for (String broken :
                List.of(
                        "[{",
                        "{}",
                        "[{'method':'*'}]",
                        "[{'method':'*','acl':'*','chtype':'HTTP'}]",
                        "@missing.json",
                        "@../../etc/passwd")) {
            String params = acl(broken.replace("'", "\\\""));
            JsonNode answer = site.local("Config.Set", params);
            assertTrue(answer.toString(), answer.has("error"));
            String http = site.http("Config.Set", "-d", params);
            assertFalse(http, http.endsWith("200"));
        }
        assertEquals(before, site.local("Config.Get", "{\"key\":\"rpc.acl\"}").path("result"));
    }

    private static String acl(String list) {
        return "{\"config\":{\"rpc\":{\"acl\":\"" + list + "\"}}}";
    }

    private static void nobodyMayCall(AccessSite site) throws Exception {
        eventually(PATIENCE, () -> assertTrue(site.http("RPC.Ping").endsWith("500")));
        assertTrue(site.http("RPC.Ping", "-H", GUEST, "--digest", "-u", JOE).endsWith("500"));
        JsonNode local = site.local("RPC.Ping", "{}");
        assertTrue(local.toString(), local.toString().contains("cannot be used. The log says"));
        assertTrue(site.hostCalls("RPC.Ping").has("error"));
        String log = site.gateway().output();
        assertTrue(log, log.contains("NOBODY MAY CALL ANYTHING"));
    }

    private static int code(JsonNode answer) {
        return answer.at("/error/code").asInt();
    }
}
