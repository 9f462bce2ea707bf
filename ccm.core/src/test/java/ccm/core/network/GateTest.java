package ccm.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.link.FrameReply;
import ccm.api.link.FrameReply.Kind;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.network.Channels.Event;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class GateTest {
    private static final RpcPeer FAR =
            new RpcPeer(RpcPeer.WS_IN, "10.0.0.9:40000", RpcPeer.Zone.NETWORK);
    private static final RpcPeer NEAR =
            new RpcPeer(RpcPeer.WS_IN, "127.0.0.1:40000", RpcPeer.Zone.LOCAL);
    private static final String CALL = "{\"src\":\"mos\",\"id\":1099511627777,\"method\":\"Who\"}";
    private static final String ASKED =
            "{\"id\":1099511627777,\"src\":\"ccm_1\",\"dst\":\"mos\",\"error\":{\"code\":401,"
                    + "\"message\":\"{\\\"auth_type\\\": \\\"digest\\\", \\\"nonce\\\": 1700000000,"
                    + " \\\"nc\\\": 1, \\\"realm\\\": \\\"RPC\\\", \\\"algorithm\\\":"
                    + " \\\"MD5\\\"}\"}}";
    private static final String LOGIN =
            ",\"auth\":{\"realm\":\"RPC\",\"username\":\"joe\",\"nonce\":1700000000,\"cnonce\":12345,"
                    + "\"algorithm\":\"MD5\",\"response\":\"42533ac2c37b8fe6083c8a42ec032da2\"}}";

    @TempDir File folder;
    private Network network;

    @AfterEach
    void close() throws InterruptedException {
        network.close();
    }

    @Test
    void asksForALoginAndTakesTheSameFrameWithIt() {
        open();
        FrameReply asked = network.exchange(FAR, CALL);
        assertEquals(ASKED, Network.text(asked));
        assertEquals(List.of(Kind.ANSWER, 401), List.of(asked.kind(), asked.code()));
        assertEquals(
                "{\"id\":1099511627777,\"src\":\"ccm_1\",\"dst\":\"mos\",\"result\":\"joe\"}",
                network.ask(FAR, withLogin(LOGIN)));
        assertEquals(ASKED, network.ask(FAR, withLogin(LOGIN))); // replayed
        assertEquals(1, network.count("WS_in", Event.BAD_LOGINS));
        assertEquals(1, network.count("WS_in", Event.REFUSED));
    }

    @Test
    void takesTextWhereClientsSendNumbers() {
        open();
        String text = LOGIN.replace("1700000000", "\"1700000000\"").replace("12345", "\"12345\"");
        assertEquals(0, network.exchange(FAR, withLogin(text)).code());
    }

    @Test
    void takesAMissingAlgorithmForMd5() {
        open();
        String bare = LOGIN.replace("\"algorithm\":\"MD5\",", "\"opaque\":\"x\",");
        assertEquals(0, network.exchange(FAR, withLogin(bare)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"auth\":5}",
                ",\"auth\":[]}",
                ",\"auth\":{}}",
                ",\"auth\":{\"realm\":\"RPC\",\"username\":\"joe\",\"nonce\":1.5,\"cnonce\":1,"
                        + "\"response\":\"42533ac2c37b8fe6083c8a42ec032da2\"}}",
                ",\"auth\":{\"realm\":\"x\",\"username\":\"joe\",\"nonce\":1700000000,\"cnonce\":1,"
                        + "\"response\":\"42533ac2c37b8fe6083c8a42ec032da2\"}}"
            })
    void saysThatALoginIsBad(String auth) {
        open();
        assertEquals(
                "{\"id\":1099511627777,\"src\":\"ccm_1\",\"dst\":\"mos\",\"error\":{\"code\":400,"
                        + "\"message\":\"bad request\"}}",
                network.ask(FAR, withLogin(auth)));
    }

    @Test
    void doesNotLookAtALoginThatNobodyNeeds() {
        open();
        assertTrue(network.ask(NEAR, withLogin(",\"auth\":5}")).endsWith("\"result\":\"\"}"));
    }

    @Test
    void tellsWhoGuessesWhenToTryAgain() {
        open();
        String wrong = LOGIN.replace("42533", "00000");
        for (int i = 0; i < 10; i++) {
            assertEquals(401, network.exchange(FAR, withLogin(wrong)).code());
        }
        assertEquals(
                "{\"id\":1099511627777,\"src\":\"ccm_1\",\"dst\":\"mos\",\"error\":{\"code\":429,"
                        + "\"message\":\"too many wrong logins. Try again in 1 s.\"}}",
                network.ask(FAR, withLogin(LOGIN)));
    }

    @Test
    void carriesOutNothingForWhoMayNot() {
        open();
        FrameReply reply = network.exchange(FAR, "{\"method\":\"Who\"}");
        assertEquals(List.of(Kind.DONE, 0), List.of(reply.kind(), reply.frame().length));
        assertEquals(1, network.count("WS_in", Event.REFUSED));
    }

    @Test
    void refusesTheNetworkWhenCallsAreOff() {
        open("enable", false);
        assertEquals(503, network.exchange(FAR.as("joe"), CALL).code());
        assertEquals(0, network.exchange(NEAR, CALL).code());
    }

    @Test
    void doesNotGiveAwayWhatWasAnsweredToAnother() {
        open();
        String call = CALL.replace("}", ",\"idem\":\"k\"}");
        assertEquals(0, network.exchange(NEAR, call).code());
        assertEquals(401, network.exchange(FAR, call).code());
    }

    @Test
    void saysHowToDefineAUserWhenThereIsNone() {
        network = new Network(folder);
        String answer = network.ask(FAR, CALL);
        assertTrue(answer.contains("\"code\":403,\"message\":\"unauthorized: no user is defined"));
        assertTrue(answer.contains("./ccm user add NAME"), answer);
    }

    @Test
    void aUserWhoWasRemovedMayNoLonger() throws IOException {
        open();
        assertEquals(0, network.exchange(FAR.as("joe"), CALL).code());
        assertEquals(401, network.exchange(FAR.as("sue"), CALL).code());
    }

    /** Columns: zone, user, method, code. */
    @ParameterizedTest
    @CsvSource({
        "NETWORK, joe, Config.Set, 403",
        "NETWORK, admin, Config.Set, 0",
        "NETWORK, '', Config.Set, 401",
        "LOCAL, '', Config.Set, 401",
        "LOCAL, '', config.set, 401",
        "LOCAL, '', Other.Name, 401",
        "LOCAL, '', Who, 0",
        "NETWORK, joe, Who, 0",
        "NETWORK, '', Nope, 401",
        "LOCAL, '', Nope, 404",
        "NETWORK, joe, LED.On, 403",
        "NETWORK, joe, Host.LED.On, 403",
        "NETWORK, joe, Host.Who, 503"
    })
    void keepsToTheList(RpcPeer.Zone zone, String user, String method, int code) {
        open(
                "acl",
                "[{\"method\":\"Config.*\",\"acl\":\"+admin,-*\"}"
                        + "{\"method\":\"LED.*\",\"acl\":\"-*\"}"
                        + "{\"method\":\"**\",\"acl\":\"+@host,+@local,+*\"}]");
        network.access.with("admin", "x");
        network.methods.add(List.of("Config.Set", "Other.Name"), call -> TextNode.valueOf("set"));
        RpcPeer peer = new RpcPeer(RpcPeer.HTTP, "there", zone, user);
        String call = "{\"id\":1,\"method\":\"" + method + "\"}";
        assertEquals(code, network.exchange(peer, call).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense; ''",
                "@missing.json; ''",
                "''; missing.json",
                "[]; list.json",
                "@bad.json; ''"
            })
    void dropsEverythingWhileTheListIsUnusable(String acl, String aclFile) throws IOException {
        Quiet.expectErrors();
        open("acl", acl, "acl_file", aclFile);
        Files.writeString(network.access.file("list.json"), "[]");
        Files.writeString(network.access.file("bad.json"), "[{}]");
        for (RpcPeer peer : List.of(NEAR, FAR, FAR.as("joe"))) {
            FrameReply dropped = network.exchange(peer, CALL);
            assertEquals(List.of(Kind.DONE, 500), List.of(dropped.kind(), dropped.code()));
            assertEquals(0, dropped.frame().length);
        }
        assertEquals(3, network.count("WS_in", Event.WITHOUT_RULES));
        RpcException told = network.rpc.refusal(RpcPeer.local("x"), "Who").orElseThrow();
        assertEquals(List.of(403, 500), List.of(told.code(), told.networkCode()));
        assertEquals(1, Quiet.errors().size(), () -> Quiet.errors().toString());
    }

    @Test
    void readsAListFromAFileAndAgainWhenItHasChanged() throws IOException {
        Files.createDirectories(folder.toPath().resolve("files"));
        Files.writeString(
                folder.toPath().resolve("files/list.json"), "[{\"method\":\"*\",\"acl\":\"-*\"}]");
        open("acl", "@list.json");
        assertEquals(403, network.exchange(NEAR, CALL).code());
        Files.writeString(network.access.file("list.json"), "[{\"method\":\"*\",\"acl\":\"*\"} ]");
        network.access.pass(1);
        assertEquals(0, network.exchange(NEAR, CALL).code());
    }

    @Test
    void tellsTheLogOfADamagedListWhoeverCallsFirst() throws IOException {
        Quiet.expectErrors();
        Path list = Files.createDirectories(folder.toPath().resolve("files")).resolve("list.json");
        Files.writeString(list, "[{\"method\":\"*\",\"acl\":\"*\"}]");
        open("acl", "@list.json");
        assertTrue(network.rpc.refusal(RpcPeer.local("x"), "Who").isEmpty());
        Files.writeString(list, "[{");
        network.access.pass(1);
        assertTrue(network.rpc.refusal(RpcPeer.local("x"), "Who").isPresent());
        assertTrue(Quiet.errors().toString().contains("NOBODY MAY CALL ANYTHING"));
    }

    private void open(Object... settings) {
        network = new Network(folder, settings);
        network.access.with("joe", "secret");
        network.methods.add("Who", call -> TextNode.valueOf(call.peer().user()));
    }

    private static String withLogin(String auth) {
        return CALL.substring(0, CALL.length() - 1) + auth;
    }
}
