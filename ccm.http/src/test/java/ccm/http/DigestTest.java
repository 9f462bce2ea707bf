package ccm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.access.DigestChallenge;
import ccm.api.access.DigestResponse;
import ccm.parts.http.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String LOGIN =
            "Digest username=\"jo\\\"e\", realm=\"RPC\", nonce=\"65536000\", uri=\"/rpc/Sum?a=1\","
                    + " algorithm=MD5, response=\"abc\", qop=auth, nc=00000001, cnonce=\"x, y\"";

    @Test
    void asksAsTheOriginalDoes() {
        assertEquals(
                "Digest qop=\"auth\", realm=\"RPC\", nonce=\"65536000\", algorithm=SHA-256",
                Digest.challenge(new DigestChallenge("RPC", 0x65536000L, "SHA-256"), false));
        assertTrue(
                Digest.challenge(new DigestChallenge("R", 1, "MD5"), true)
                        .endsWith(", stale=true"));
    }

    @Test
    void readsEveryMember() throws Exception {
        assertEquals(
                new DigestResponse(
                        "RPC",
                        "jo\"e",
                        "65536000",
                        16,
                        "00000001",
                        "x, y",
                        "MD5",
                        "abc",
                        "POST",
                        "/rpc/Sum?a=1"),
                Digest.response(LOGIN, "POST", "/rpc/Sum?a=1").orElseThrow());
    }

    @Test
    void refusesALoginForAnotherPlace() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> Digest.response(LOGIN, "POST", "/rpc/Other"));
        assertEquals(400, refusal.status());
    }

    @Test
    void readsLongMembers() throws Exception {
        String realm = "\\\"x".repeat(20_000);
        String header = "Digest qop=auth, uri=\"/rpc\", realm=\"" + realm + "\"";
        assertEquals(
                realm.length() * 2 / 3,
                Digest.response(header, "POST", "/rpc").orElseThrow().realm().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest ", "Digest =,=,\"", "digest uri", "Digest qop=auth uri=\"\\"})
    void refusesWhatIsDamaged(String header) {
        assertThrows(Refusal.class, () -> Digest.response(header, "POST", "/rpc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer user", "Digest"})
    void leavesOtherLoginsAlone(String header) throws Exception {
        assertTrue(Digest.response(header, "POST", "/rpc").isEmpty());
    }
}
