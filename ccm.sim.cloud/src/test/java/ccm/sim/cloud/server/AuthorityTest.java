package ccm.sim.cloud.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.x509.PemText;
import ccm.parts.x509.SigningRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the authority signs, and what it does not. */
class AuthorityTest {
    @TempDir Path folder;

    @Test
    void signsWhatIsAskedForWithTheKeyOfWhoeverAsks() throws Exception {
        Authority authority = Authority.create("test authority");
        KeyPair pair = pair();
        X509Certificate made = authority.sign(SigningRequest.make("ccm-0001", pair));
        assertEquals("CN=ccm-0001", made.getSubjectX500Principal().getName());
        assertEquals(pair.getPublic(), made.getPublicKey());
        assertTrue(authority.signed(made));
        assertFalse(Authority.create("another").signed(made));
        made.checkValidity();
    }

    @Test
    void refusesWhatWasSignedWithAnotherKey() throws Exception {
        byte[] request = PemText.content(SigningRequest.make("ccm-0001", pair()));
        request[request.length - 1] ^= 1;
        byte[] cut = Arrays.copyOf(request, request.length / 2);
        for (byte[] bad : new byte[][] {request, cut, new byte[0], {0x30}}) {
            assertThrows(
                    GeneralSecurityException.class,
                    () -> SigningRequest.read(PemText.of("CERTIFICATE REQUEST", bad)));
        }
    }

    @Test
    void saysWhenItsFilesAreDamaged() throws Exception {
        Authority.in(folder, "test authority");
        Files.writeString(folder.resolve("ca.pem"), "nothing");
        IOException said =
                assertThrows(IOException.class, () -> Authority.in(folder, "test authority"));
        assertTrue(said.getMessage().contains("remove both"), said.getMessage());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
