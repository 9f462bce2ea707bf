package ccm.sim.cloud.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.parts.pem.PemFile;
import ccm.parts.x509.Der;
import ccm.parts.x509.DerReader;
import ccm.parts.x509.SigningRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A certificate authority of an emulated cloud: of its servers and of its devices. All keys are
 * P-256. Safe for use by many threads.
 */
public final class Authority {
    /** How long before now what it signs begins to be valid: clocks differ. */
    public static final Duration BEFORE = Duration.ofDays(1);

    /** How long what it signs is valid. */
    public static final Duration VALID = Duration.ofDays(3650);

    private static final byte[] VERSION_3 = Der.element(0xa0, Der.integer(new byte[] {2}));
    private static final byte[] SIGNED_WITH = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String SUBJECT_NAMES = "2.5.29.17";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final byte[] SIGNS = {3, 2, 1, 6}; // certificates and lists of revoked ones
    private static final int DNS = 0x82;
    private static final int ADDRESS = 0x87;
    private static final int SERIAL_BITS = 126;

    private final Credential own;
    private final byte[] name;

    private Authority(Credential own) {
        this.own = own;
        this.name = own.certificate().getSubjectX500Principal().getEncoded();
    }

    /** What a certificate says beside whose it is. */
    private record Term(Instant from, Instant until, List<byte[]> extensions) {}

    /** Makes one that is gone with the process. */
    public static Authority create(String commonName) {
        try {
            KeyPair pair = keyPair();
            byte[] subject = SigningRequest.name(commonName);
            Instant now = Instant.now();
            Term term =
                    new Term(
                            now.minus(BEFORE),
                            now.plus(VALID),
                            List.of(
                                    constraint(true),
                                    Der.sequence(
                                            Der.oid(KEY_USAGE), Der.yes(), Der.octets(SIGNS))));
            X509Certificate certificate =
                    sign(
                            subject,
                            subject,
                            pair.getPublic(),
                            term,
                            new Credential(null, pair.getPrivate()));
            return new Authority(new Credential(certificate, pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has P-256
        }
    }

    /**
     * The one that is kept in a folder in {@code ca.pem} and {@code ca.key.pem}, made if absent.
     */
    public static Authority in(Path folder, String commonName) throws IOException {
        Path certificate = folder.resolve("ca.pem");
        Path key = folder.resolve("ca.key.pem");
        if (Files.exists(certificate) && Files.exists(key)) {
            return new Authority(read(certificate, key));
        }
        Authority made = create(commonName);
        Files.createDirectories(folder);
        made.own.write(certificate, key);
        return made;
    }

    /** Reads a certificate and its key. */
    public static Credential read(Path certificate, Path key) throws IOException {
        try {
            return new Credential(
                    (X509Certificate) new PemFile(certificate).certificates().get(0),
                    new PemFile(key).key().orElseThrow(() -> new IOException("no key in it")));
        } catch (GeneralSecurityException | IOException | IndexOutOfBoundsException e) {
            String both = certificate + " and " + key.getFileName();
            throw new IOException(
                    both + ": not usable (" + e.getMessage() + "). remove both to get new ones", e);
        }
    }

    /** The certificate that clients have to trust. */
    public X509Certificate certificate() {
        return own.certificate();
    }

    /** The same as PEM. */
    public String certificatePem() {
        return own.certificatePem();
    }

    /** For a server; names that are addresses are told by their form. */
    public Credential server(List<String> names) {
        Instant now = Instant.now();
        return server(names, now.minus(BEFORE), now.plus(VALID));
    }

    /** For a server of names besides localhost, whose clock says when it is valid. */
    public Credential server(Clock clock, String... names) {
        List<String> all = new ArrayList<>(List.of(names));
        all.addAll(List.of("localhost", "127.0.0.1"));
        Instant now = clock.instant();
        return server(all, now.minus(BEFORE), now.plus(VALID));
    }

    /** For a server, valid for a certain time. */
    public Credential server(List<String> names, Instant from, Instant until) {
        Term term = new Term(from, until, List.of(constraint(false), alternatives(names)));
        return issue(names.get(0), term);
    }

    /** For a device, as it is kept in two files, which are made if absent. */
    public Credential kept(String commonName, Path certificate, Path key) throws IOException {
        if (Files.exists(certificate) && Files.exists(key)) {
            return read(certificate, key);
        }
        Credential made = client(commonName);
        made.write(certificate, key);
        return made;
    }

    /** For a device. */
    public Credential client(String commonName) {
        Instant now = Instant.now();
        return client(commonName, now.minus(BEFORE), now.plus(VALID));
    }

    /** For a device, valid for a certain time. */
    public Credential client(String commonName, Instant from, Instant until) {
        return issue(commonName, new Term(from, until, List.of(constraint(false))));
    }

    /**
     * Does what a request asks for.
     *
     * @param request as PEM
     */
    public X509Certificate sign(String request) throws GeneralSecurityException {
        SigningRequest asked = SigningRequest.read(request);
        Instant now = Instant.now();
        Term term = new Term(now.minus(BEFORE), now.plus(VALID), List.of(constraint(false)));
        return sign(asked.subject(), name, asked.key(), term, own);
    }

    /** True when it signed this certificate. */
    public boolean signed(X509Certificate other) {
        try {
            other.verify(own.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Credential issue(String commonName, Term term) {
        try {
            KeyPair pair = keyPair();
            byte[] subject = SigningRequest.name(commonName);
            return new Credential(
                    sign(subject, name, pair.getPublic(), term, own), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has P-256
        }
    }

    private static X509Certificate sign(
            byte[] subject, byte[] issuer, PublicKey key, Term term, Credential by)
            throws GeneralSecurityException {
        Optional<PublicKey> issuerKey =
                Optional.ofNullable(by.certificate()).map(X509Certificate::getPublicKey);
        byte[] serial = new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray();
        byte[] body =
                Der.sequence(
                        VERSION_3,
                        Der.integer(serial),
                        SIGNED_WITH,
                        issuer,
                        Der.sequence(Der.time(term.from()), Der.time(term.until())),
                        subject,
                        key.getEncoded(),
                        Der.element(0xa3, extensions(term, key, issuerKey)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(by.key());
        signature.update(body);
        byte[] whole = Der.sequence(body, SIGNED_WITH, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** The keys by their SHA-1, so that a chain can be put together (RFC 5280 section 4.2.1.1). */
    private static byte[] extensions(Term term, PublicKey key, Optional<PublicKey> issuer)
            throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>(term.extensions());
        all.add(Der.sequence(Der.oid(SUBJECT_KEY), Der.octets(Der.octets(id(key)))));
        if (issuer.isPresent()) {
            byte[] id = Der.sequence(Der.element(0x80, id(issuer.get())));
            all.add(Der.sequence(Der.oid(AUTHORITY_KEY), Der.octets(id)));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] id(PublicKey key) throws GeneralSecurityException {
        DerReader inside = new DerReader(key.getEncoded()).enter();
        inside.element(); // the algorithm
        byte[] bits = inside.content();
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        digest.update(bits, 1, bits.length - 1);
        return digest.digest();
    }

    private static byte[] constraint(boolean authority) {
        byte[] said = authority ? Der.sequence(Der.yes()) : Der.sequence();
        return Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(said));
    }

    private static byte[] alternatives(List<String> names) {
        List<byte[]> said = new ArrayList<>();
        for (String name : names) {
            said.add(
                    name.matches("[0-9.]+")
                            ? Der.element(ADDRESS, address(name))
                            : Der.element(DNS, name.getBytes(US_ASCII)));
        }
        return Der.sequence(
                Der.oid(SUBJECT_NAMES), Der.octets(Der.sequence(said.toArray(byte[][]::new))));
    }

    private static byte[] address(String dotted) {
        String[] numbers = dotted.split("\\.");
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) Integer.parseInt(numbers[i]);
        }
        return bytes;
    }
}
