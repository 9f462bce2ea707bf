package ccm.cli.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ccm.cli.line.FailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
    private static final Credentials JOE = new Credentials("joe", "secret");

    @ParameterizedTest
    @CsvSource({
        "MD5, 42533ac2c37b8fe6083c8a42ec032da2",
        "SHA-256, 1e8f6072c97781ae91ee7b7ddf6f48f219977ceb38f3b09922001f44c6cecd10"
    })
    void answersAChallengeInsideAFrame(String algorithm, String expected) throws Exception {
        assertEquals(expected, new Digest(algorithm, "RPC", "1700000000", "12345").ofFrame(JOE));
    }

    @Test
    void answersTheExampleOfTheStandard() throws Exception { // RFC 7616, section 3.9.1
        Credentials login = new Credentials("Mufasa", "Circle of Life");
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        String realm = "http-auth@example.org";
        assertEquals(
                "8ca523f5e9506fed4657c9700eebdbec",
                new Digest("MD5", realm, nonce, cnonce)
                        .ofRequest(login, "00000001", "GET", "/dir/index.html"));
        assertEquals(
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
                new Digest("SHA-256", realm, nonce, cnonce)
                        .ofRequest(login, "00000001", "GET", "/dir/index.html"));
    }

    @Test
    void saysWhichDigestIsNotKnown() {
        Digest digest = new Digest("TIGER", "RPC", "1", "2");
        assertThrows(FailedException.class, () -> digest.ofFrame(JOE));
    }

    @Test
    void aPasswordIsNotPrinted() {
        assertEquals("joe:********", JOE.toString());
    }
}
