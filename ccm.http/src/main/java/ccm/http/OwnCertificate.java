package ccm.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.parts.files.AtomicFile;
import ccm.parts.pem.PemFile;
import ccm.parts.x509.Der;
import ccm.parts.x509.PemText;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A certificate that this gateway makes and signs for itself, kept for as long as it is valid. */
final class OwnCertificate {
    private static final Duration VALID = Duration.ofDays(3650);
    private static final Duration BEFORE = Duration.ofDays(1); // clocks differ
    private static final byte[] VERSION_3 = Der.element(0xa0, Der.integer(new byte[] {2}));
    private static final byte[] SIGNED_WITH = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final String SUBJECT_NAMES = "2.5.29.17";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int DNS = 0x82;
    private static final int ADDRESS = 0x87;
    private static final int SERIAL_BITS = 126;

    private final AtomicFile certificate;
    private final AtomicFile key;

    /**
     * Makes one.
     *
     * @param folder where certificate and key are kept
     */
    OwnCertificate(Path folder) {
        certificate = new AtomicFile(folder.resolve("https.crt.pem"));
        key = new AtomicFile(folder.resolve("https.key.pem"));
    }

    Path certificate() {
        return certificate.path();
    }

    Path key() {
        return key.path();
    }

    /** Makes certificate and key unless there are some that are still valid. */
    void ensure() throws IOException {
        if (usable()) {
            return;
        }
        try {
            Files.createDirectories(key.path().getParent());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            key.write(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            certificate.write(pem("CERTIFICATE", signed(pair)));
        } catch (GeneralSecurityException e) {
            throw new IOException("https: no certificate can be made: " + e.getMessage(), e);
        }
    }

    private boolean usable() {
        if (!Files.exists(certificate.path()) || !Files.exists(key.path())) {
            return false;
        }
        try {
            List<Certificate> kept = new PemFile(certificate.path()).certificates();
            ((X509Certificate) kept.get(0)).checkValidity();
            return new PemFile(key.path()).key().isPresent();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return false; // damaged or expired: made anew
        }
    }

    private static byte[] signed(KeyPair pair) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] name =
                Der.sequence(
                        Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text("CCM " + hostName()))));
        byte[] body =
                Der.sequence(
                        VERSION_3,
                        Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray()),
                        SIGNED_WITH,
                        name,
                        Der.sequence(Der.time(now.minus(BEFORE)), Der.time(now.plus(VALID))),
                        name,
                        pair.getPublic().getEncoded(),
                        Der.element(0xa3, Der.sequence(constraints(), names())));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        return Der.sequence(body, SIGNED_WITH, Der.bits(signature.sign()));
    }

    /** No authority: it stands for itself alone. */
    private static byte[] constraints() {
        return Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(Der.sequence()));
    }

    /** The names and addresses that clients may have connected to. */
    private static byte[] names() {
        List<byte[]> names = new ArrayList<>();
        names.add(Der.element(DNS, "localhost".getBytes(US_ASCII)));
        names.add(Der.element(DNS, hostName().getBytes(US_ASCII)));
        addresses().forEach(address -> names.add(Der.element(ADDRESS, address.getAddress())));
        return Der.sequence(
                Der.oid(SUBJECT_NAMES), Der.octets(Der.sequence(names.toArray(byte[][]::new))));
    }

    private static List<InetAddress> addresses() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface network :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InterfaceAddress address : network.getInterfaceAddresses()) {
                    addresses.add(address.getAddress());
                }
            }
        } catch (IOException e) {
            addresses.add(InetAddress.getLoopbackAddress()); // no more can be known
        }
        return addresses;
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return US_ASCII.newEncoder().canEncode(name) ? name : "gateway";
        } catch (UnknownHostException e) {
            return "gateway";
        }
    }

    private static byte[] pem(String kind, byte[] content) {
        return PemText.of(kind, content).getBytes(US_ASCII);
    }
}
