package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class JwtTest {
    private static final Instant FROM = Instant.ofEpochSecond(1_700_000_000);

    @Test
    void signsWithTheCurveInTheFormOfTheStandard() throws Exception {
        KeyPair pair = curve("secp256r1");
        for (int i = 0; i < 50; i++) { // DER would differ in length from one to the next
            String token = Jwt.of(pair.getPrivate()).token("my-project", FROM, end());
            assertTrue(
                    token.startsWith(
                            "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9"
                                    + ".eyJhdWQiOiJteS1wcm9qZWN0IiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3"
                                    + "MDAwMDM2MDB9."),
                    token);
            assertFalse(token.contains("="));
            byte[] signature = signature(token);
            assertEquals(64, signature.length);
            assertTrue(verified(pair, "SHA256withECDSAinP1363Format", token, signature));
        }
    }

    @Test
    void signsWithRsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String token = Jwt.of(pair.getPrivate()).token("my-project", FROM, end());
        String header = new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), UTF_8);
        assertEquals("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", header);
        assertTrue(verified(pair, "SHA256withRSA", token, signature(token)));
    }

    @Test
    void refusesOtherKeys() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        assertEquals(
                "the RSA key has 1024 bits, must be at least 2048",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Jwt.of(small.generateKeyPair().getPrivate()))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Jwt.of(curve("secp384r1").getPrivate()));
    }

    private static Instant end() {
        return FROM.plusSeconds(3600);
    }

    private static KeyPair curve(String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static boolean verified(KeyPair pair, String by, String token, byte[] signature)
            throws Exception {
        Signature check = Signature.getInstance(by);
        check.initVerify(pair.getPublic());
        check.update(token.substring(0, token.lastIndexOf('.')).getBytes(US_ASCII));
        return check.verify(signature);
    }
}
