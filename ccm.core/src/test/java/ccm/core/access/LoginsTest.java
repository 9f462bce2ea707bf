package ccm.core.access;

import static ccm.core.access.TestAccess.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.access.Access;
import ccm.api.access.AccessException;
import ccm.api.access.AccessException.Kind;
import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.api.rpc.RpcPeer;
import ccm.core.rpc.RpcSettings;
import ccm.parts.threads.NamedThreads;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class LoginsTest {
    private static final long NONCE = 1_700_000_000;
    private static final RpcPeer PEER =
            new RpcPeer(RpcPeer.HTTP, "10.0.0.9:4711", RpcPeer.Zone.NETWORK);

    @TempDir File data;

    @ParameterizedTest
    @CsvSource({
        "0, MD5, 42533ac2c37b8fe6083c8a42ec032da2",
        "1, SHA-256, 1e8f6072c97781ae91ee7b7ddf6f48f219977ceb38f3b09922001f44c6cecd10"
    })
    void takesWhatTheOriginalsClientsSend(int algorithm, String title, String response)
            throws AccessException {
        Access access = gateway("auth_algo", algorithm).with("joe", "secret").access();
        assertEquals(new DigestChallenge("RPC", NONCE, title), access.challenge());
        assertEquals(
                PEER.as("joe"),
                access.login(
                        PEER,
                        new DigestResponse(
                                "RPC",
                                "joe",
                                "1700000000",
                                10,
                                "1",
                                "12345",
                                title,
                                response,
                                "dummy_method",
                                "dummy_uri")));
    }

    @Test
    void knowsTheDigestOfThePasswordFile() {
        assertEquals("383f8f437341da71584b0c550bbf2782", Digests.MD5.ha1("joe", "RPC", "secret"));
    }

    @Test
    void takesHexNoncesThatCountUpOverHttp() throws AccessException {
        Access access = gateway().with("joe", "secret").access();
        String nonce = Long.toHexString(NONCE);
        for (String count : List.of("00000001", "00000002", "0000000a")) {
            DigestResponse given = answer(Digests.MD5, "joe", "secret", nonce, 16, count, "c");
            assertEquals("joe", access.login(PEER, given).user());
            assertEquals(Kind.STALE, refusal(access, given));
        }
    }

    @Test
    void refusesAReplay() throws AccessException {
        TestAccess gateway = gateway().with("joe", "secret");
        DigestResponse given = answer(Digests.MD5, "joe", "secret", NONCE, "1");
        gateway.access().login(PEER, given);
        assertEquals(Kind.STALE, refusal(gateway.access(), given));
        gateway.pass(3599);
        assertEquals(Kind.STALE, refusal(gateway.access(), given));
        RpcPeer other = new RpcPeer(RpcPeer.MQTT, "t", RpcPeer.Zone.NETWORK);
        assertEquals(
                Kind.STALE,
                assertThrows(AccessException.class, () -> gateway.access().login(other, given))
                        .kind());
    }

    @Test
    void refusesAReplayOfAnEarlierLife() throws AccessException {
        TestAccess before = gateway().with("joe", "secret");
        DigestResponse given = answer(Digests.MD5, "joe", "secret", NONCE, "1");
        before.access().login(PEER, given);
        Logins after = new Logins(before.users(), settings(), before::now, () -> 0);
        assertEquals(Kind.STALE, refusal(after, given));
        long nonce = after.challenge().nonce();
        after.login(PEER, answer(Digests.MD5, "joe", "secret", nonce, "1"));
    }

    @Test
    void aNonceCountsForAnHour() throws AccessException {
        TestAccess gateway = gateway().with("joe", "secret");
        gateway.pass(3599);
        gateway.access().login(PEER, answer(Digests.MD5, "joe", "secret", NONCE, "1"));
        gateway.pass(1);
        assertEquals(
                Kind.STALE,
                refusal(gateway.access(), answer(Digests.MD5, "joe", "secret", NONCE, "2")));
        assertEquals(
                Kind.STALE,
                refusal(
                        gateway.access(),
                        answer(Digests.MD5, "joe", "secret", gateway.now() + 60, "2")));
    }

    @Test
    void forgetsNothingThatCouldBeReplayed() {
        long[] now = {NONCE};
        UsedNonces nonces = new UsedNonces(() -> now[0]);
        now[0]++;
        for (int i = 0; i <= UsedNonces.MAX; i++) {
            assertTrue(nonces.use(NONCE + 1, "c" + i, 1));
        }
        assertFalse(nonces.fresh(NONCE + 1));
        assertFalse(nonces.use(NONCE + 1, "c0", 1));
        assertTrue(nonces.fresh(nonces.next()));
    }

    @ParameterizedTest
    @CsvSource({
        "joe, wrong, WRONG",
        "JOE, secret, WRONG",
        "sue, secret, WRONG",
        "@local, secret, WRONG",
        "'', secret, MALFORMED"
    })
    void refusesWhoIsNobody(String user, String password, Kind expected) {
        Access access = gateway().with("joe", "secret").access();
        assertEquals(expected, refusal(access, answer(Digests.MD5, user, password, NONCE, "1")));
    }

    @Test
    void refusesWhatIsNoLogin() {
        Access access = gateway().with("joe", "secret").access();
        DigestResponse good = answer(Digests.MD5, "joe", "secret", NONCE, "1");
        for (DigestResponse bad :
                List.of(
                        with(good, "WLAN", good.nonce(), "1", "MD5"),
                        with(good, "RPC", "", "1", "MD5"),
                        with(good, "RPC", "x", "1", "MD5"),
                        with(good, "RPC", "-1", "1", "MD5"),
                        with(good, "RPC", "17000000000000000000", "1", "MD5"),
                        with(good, "RPC", good.nonce(), "", "MD5"),
                        with(good, "RPC", good.nonce(), "1", "SHA-256"),
                        with(good, "RPC", good.nonce(), "1", "SHA-1"))) {
            assertEquals(Kind.MALFORMED, refusal(access, bad), bad.toString());
        }
    }

    @Test
    void whoGuessesTooMuchHasToWait() throws AccessException {
        TestAccess gateway = gateway().with("joe", "secret");
        for (int i = 0; i < 10; i++) {
            assertEquals(Kind.WRONG, refusal(gateway.access(), wrong(gateway, i)));
        }
        DigestResponse right = answer(Digests.MD5, "joe", "secret", NONCE, "right");
        AccessException later =
                assertThrows(AccessException.class, () -> gateway.access().login(PEER, right));
        assertEquals("too many wrong logins. Try again in 1 s.", later.getMessage());
        RpcPeer samePlace = new RpcPeer(RpcPeer.WS_IN, "10.0.0.9:5", RpcPeer.Zone.NETWORK);
        assertThrows(AccessException.class, () -> gateway.access().login(samePlace, right));
        RpcPeer other = new RpcPeer(RpcPeer.HTTP, "10.0.0.10:4711", RpcPeer.Zone.NETWORK);
        gateway.access().login(other, answer(Digests.MD5, "joe", "secret", NONCE, "other"));

        gateway.pass(1);
        assertEquals(Kind.WRONG, refusal(gateway.access(), wrong(gateway, 11)));
        gateway.pass(1);
        assertEquals(Kind.LATER, refusal(gateway.access(), right)); // two seconds now
        gateway.pass(1);
        assertEquals("joe", gateway.access().login(PEER, right).user());
        assertEquals(Kind.WRONG, refusal(gateway.access(), wrong(gateway, 12)));
    }

    @Test
    void whoGuessesALotAtOnceHasToWaitToo() throws Exception {
        TestAccess gateway = gateway().with("joe", "secret");
        int many = 64;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService guessers =
                Executors.newFixedThreadPool(many, new NamedThreads("ccm-core-guesser"));
        try {
            List<Future<Kind>> refusals = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                DigestResponse guess = wrong(gateway, i);
                refusals.add(
                        guessers.submit(
                                () -> {
                                    together.await();
                                    return refusal(gateway.access(), guess);
                                }));
            }
            int compared = 0;
            for (Future<Kind> refusal : refusals) {
                compared += refusal.get(20, TimeUnit.SECONDS) == Kind.WRONG ? 1 : 0;
            }
            assertEquals(WrongLogins.FREE, compared);
        } finally {
            guessers.shutdownNow();
            assertTrue(guessers.awaitTermination(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatWasComparedWhileOthersGuessedTellsNothing() {
        long[] nanos = {0};
        WrongLogins wrong = new WrongLogins(() -> nanos[0]);
        for (int i = 0; i < WrongLogins.FREE; i++) {
            assertEquals(0, wrong.judge("a", false));
        }
        assertEquals(1, wrong.judge("a", true));
        assertEquals(1, wrong.judge("a", false));
        nanos[0] += TimeUnit.SECONDS.toNanos(1);
        assertEquals(0, wrong.judge("a", true));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.9:80, 10.0.0.9",
        "/10.0.0.9:80, 10.0.0.9",
        "10.0.0.9, 10.0.0.9",
        "[2001:db8:1:2:3:4:5:6]:80, 2001:db8:1:2",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2",
        "ccm_1/rpc, ccm_1/rpc",
        "::1, ::1"
    })
    void knowsAnAddressWithoutItsPort(String address, String expected) {
        assertEquals(expected, WrongLogins.network(address));
    }

    @Test
    void theDelayHasAnEnd() {
        long[] nanos = {0};
        WrongLogins wrong = new WrongLogins(() -> nanos[0]);
        for (int i = 0; i < 100; i++) {
            assertEquals(0, wrong.judge("a", false));
            nanos[0] += TimeUnit.SECONDS.toNanos(wrong.wait("a"));
        }
        wrong.judge("a", false);
        assertEquals(WrongLogins.MAX_SECONDS, wrong.wait("a"));
        for (int i = 0; i < 5000; i++) {
            wrong.judge("b" + i, false);
        }
        assertEquals(0, wrong.wait("a")); // forgotten: there is room for a thousand
    }

    @Test
    void readsTheFileThatASettingNames() throws IOException, AccessException {
        TestAccess gateway = gateway("auth_file", "rpc_auth.txt");
        Quiet.expectErrors();
        assertFalse(gateway.access().hasUsers());
        DigestResponse given = answer(Digests.MD5, "joe", "secret", NONCE, "1");
        assertEquals(Kind.UNAVAILABLE, refusal(gateway.access(), given));
        Files.writeString(
                gateway.file("rpc_auth.txt"),
                "# a remark\n@local:RPC:383f8f437341da71584b0c550bbf2782\n"
                        + "joe:RPC:383f8f437341da71584b0c550bbf2782\r\nsue:WLAN:x\n");
        gateway.pass(1);
        assertTrue(gateway.access().hasUsers());
        assertEquals(List.of("joe"), gateway.users().all().names());
        assertEquals("joe", gateway.access().login(PEER, given).user());
    }

    private static DigestResponse wrong(TestAccess gateway, int number) {
        return answer(Digests.MD5, "joe", "guess" + number, gateway.now(), "c" + number);
    }

    private static DigestResponse with(
            DigestResponse good, String realm, String nonce, String cnonce, String algorithm) {
        return new DigestResponse(
                realm,
                good.username(),
                nonce,
                10,
                "1",
                cnonce,
                algorithm,
                good.response(),
                good.method(),
                good.uri());
    }

    private static Kind refusal(Access access, DigestResponse given) {
        return assertThrows(AccessException.class, () -> access.login(PEER, given)).kind();
    }

    private static RpcSettings settings(Object... settings) {
        return new RpcSettings(Configs.of(RpcSettings.Config.class, settings));
    }

    private TestAccess gateway(Object... settings) {
        return new TestAccess(data, settings(settings));
    }
}
