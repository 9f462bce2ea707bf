package ccm.cli.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.parts.x509.Der;
import ccm.parts.x509.PemText;
import ccm.parts.x509.SigningRequest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A new key for a gateway, ECDSA on P-256, and what goes with it. */
public final class DeviceKey {
    private static final byte[] VERSION_3 = Der.element(0xa0, Der.integer(new byte[] {2}));
    private static final byte[] SIGNED_WITH = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final Duration BEFORE = Duration.ofDays(1); // clocks differ
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int UTC_TIME = 0x17; // what RFC 5280 wants until 2049
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SERIAL_BITS = 126;

    private final KeyPair pair;

    private DeviceKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Makes one. */
    public static DeviceKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new DeviceKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has P-256
        }
    }

    /** The private key as PEM, PKCS#8. */
    public byte[] pem() {
        return PemText.of("PRIVATE KEY", pair.getPrivate().getEncoded()).getBytes(US_ASCII);
    }

    /** The public key as PEM. */
    public String publicPem() {
        return PemText.of("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** Asks for a certificate, as PEM. */
    public String request(String commonName) {
        try {
            return SigningRequest.make(commonName, pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java signs with P-256
        }
    }

    /** A certificate that it signs itself, as PEM; good for ten years. */
    public byte[] certificate(String commonName) {
        byte[] name = SigningRequest.name(commonName);
        Instant now = Instant.now();
        byte[] body =
                Der.sequence(
                        VERSION_3,
                        Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray()),
                        SIGNED_WITH,
                        name,
                        Der.sequence(time(now.minus(BEFORE)), time(now.plus(VALID))),
                        name,
                        pair.getPublic().getEncoded());
        byte[] whole = Der.sequence(body, SIGNED_WITH, Der.bits(sign(body)));
        return PemText.of("CERTIFICATE", whole).getBytes(US_ASCII);
    }

    private static byte[] time(Instant time) {
        return Der.element(UTC_TIME, TIME.format(time).getBytes(US_ASCII));
    }

    private byte[] sign(byte[] body) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java runtime has it
        }
    }

    @Override
    public String toString() {
        return "DeviceKey[masked]";
    }
}
