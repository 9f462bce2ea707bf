package ccm.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.parts.pem.PemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateTest {
    @TempDir Path folder;

    @Test
    void isSignedByItselfAndNamesThisMachine() throws Exception {
        OwnCertificate own = new OwnCertificate(folder);
        own.ensure();
        X509Certificate made =
                (X509Certificate) new PemFile(own.certificate()).certificates().get(0);
        made.verify(made.getPublicKey());
        made.checkValidity();
        assertEquals(-1, made.getBasicConstraints());
        assertTrue(
                made.getSubjectAlternativeNames().toString().contains("127.0.0.1"),
                made.toString());
        assertEquals("rw-------", permissions(own.key()));
    }

    @Test
    void staysTheSame() throws Exception {
        OwnCertificate own = new OwnCertificate(folder);
        own.ensure();
        byte[] first = Files.readAllBytes(own.certificate());
        own.ensure();
        assertArrayEquals(first, Files.readAllBytes(own.certificate()));
    }

    @Test
    void isMadeAnewWhenItIsDamaged() throws Exception {
        OwnCertificate own = new OwnCertificate(folder);
        own.ensure();
        Files.writeString(own.certificate(), "rubbish");
        own.ensure();
        assertEquals(1, new PemFile(own.certificate()).certificates().size());
    }

    private static String permissions(Path file) throws Exception {
        return java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file));
    }
}
