package ccm.ota.bundle;

import static ccm.ota.bundle.Opened.DATA;
import static ccm.ota.bundle.Opened.assertRefused;
import static ccm.ota.bundle.Opened.manifest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import ccm.api.firmware.FirmwareException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final int FIELD = 0x293a;
    private static final int ALL = -1;
    private static final byte[] MANIFEST =
            manifest(
                    "'host_fw':{'src':'F.BIN','addr':1,'cs_sha256':'"
                            + PartData.sum("SHA-256", DATA)
                            + "'}");
    private static final KeyPair ONE = pair("secp256r1");
    private static final KeyPair OTHER = pair("secp256r1");

    @Test
    void keysAreTakenInEachForm() {
        byte[] der = ONE.getPublic().getEncoded();
        String base64 = Base64.getEncoder().encodeToString(der);
        String lines = Base64.getMimeEncoder().encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
        String point =
                Base64.getEncoder()
                        .encodeToString(Arrays.copyOfRange(der, der.length - 65, der.length));
        for (String key : List.of(base64, pem, pem.replaceAll("\\s", ""), point)) {
            assertTaken(signed(sig(0, ONE)), rules(ALL, key));
        }
    }

    @Test
    void aSignatureIsRequiredForEachKey() {
        BundleRules both = rules(ALL, key(ONE), "", key(OTHER));
        assertTaken(signed(sig(0, ONE), sig(2, OTHER)), both);
        assertRefusal(
                signed(sig(0, ONE)), both, "signature 2 is missing", "update.key2", "--sign-key");
        assertRefusal(signed(), both, "signature 0 is missing");
        assertRefusal(signed(sig(0, OTHER), sig(2, ONE)), both, "signature 0 is not made with");
    }

    @Test
    void theMaskSaysWhichAreRequired() {
        assertTaken(signed(sig(1, OTHER)), rules(2, key(ONE), key(OTHER)));
        assertTaken(signed(), rules(0, key(ONE)));
        assertRefusal(
                signed(sig(1, ONE)), rules(2, key(ONE)), "update.key1 is empty", "or the mask");
        assertRefusal(signed(sig(9, ONE)), rules(1 << 9, key(ONE)), "update.key9 is empty");
        assertRefusal(
                signed(sig(0, OTHER)), rules(0, key(ONE)), "not made with the key of update.key0");
    }

    @Test
    void withoutKeysNothingIsRequired() {
        assertTaken(signed(), rules(ALL, "", ""));
        assertTaken(signed(sig(0, ONE)), rules(ALL));
    }

    @Test
    void aChangedManifestIsRefused() {
        byte[] other = manifest("'host_fw':{'src':'F.BIN','addr':2}");
        byte[] extra = extra(sig(0, ONE));
        byte[] zip = zip(other, extra, extra);
        assertRefusal(zip, rules(ALL, key(ONE)), "or the manifest was changed");
    }

    @Test
    void whatIsNotSignedMustNotSlipIn() {
        byte[] manifest = manifest("'host_fw':{'src':'F.BIN','addr':1}");
        byte[] extra = extra("'sig0':'" + sign(manifest, ONE) + "'");
        assertRefused(
                Reason.BAD_BUNDLE,
                zip(manifest, extra, extra),
                rules(ALL, key(ONE)),
                "part host_fw: has no cs_sha256",
                "not signed");
        assertTaken(zip(manifest, extra, extra), rules(0, key(ONE)));
        byte[] hex = ":0100000001FE\n:00000001FF\n".getBytes(UTF_8);
        assertTaken(hex, rules(0, key(ONE)));
        assertRefusal(hex, rules(ALL, key(ONE)), "an image alone cannot be signed");
    }

    @Test
    void oneOfTheTwoFieldsIsEnoughAndBothAreAlike() {
        byte[] extra = extra(sig(0, ONE));
        BundleRules rules = rules(ALL, key(ONE));
        assertTaken(zip(MANIFEST, extra, new byte[0]), rules);
        assertTaken(zip(MANIFEST, new byte[0], extra), rules);
        assertRefusal(zip(MANIFEST, extra, extra(sig(1, ONE))), rules, "other signatures");
    }

    @Test
    void otherFieldsAndMembersDoNotMatter() {
        byte[] time = Zip.field(0x5455, new byte[5]);
        byte[] extra = extra("'hw':'v2'", sig(0, ONE));
        byte[] both = Arrays.copyOf(time, time.length + extra.length);
        System.arraycopy(extra, 0, both, time.length, extra.length);
        assertTaken(zip(MANIFEST, both, both), rules(ALL, key(ONE)));
    }

    @Test
    void whatIsNoSignatureIsRefused() {
        BundleRules rules = rules(ALL, key(ONE));
        for (String wrong : List.of("''", "'*'", "'AAAA'", "5", "null", "[]")) {
            assertRefusal(signed("'sig0':" + wrong), rules, "Invalid signature: signature 0");
        }
        assertRefused(
                Reason.BAD_BUNDLE, signed("'sig0'"), rules, "the extra field of manifest.json");
    }

    @Test
    void whatIsNoKeyIsTheGatewaysFault() {
        String rsaLike = Base64.getEncoder().encodeToString(new byte[294]);
        String otherCurve = key(pair("secp384r1"));
        for (String key : List.of("x", "key.pem", rsaLike, otherCurve)) {
            assertRefused(
                    Reason.NOT_CONFIGURED,
                    signed(sig(0, ONE)),
                    rules(ALL, key),
                    "update.key0: is not a public key of ECDSA P-256",
                    "openssl pkey");
        }
    }

    private static void assertTaken(byte[] file, BundleRules rules) {
        assertDoesNotThrow(() -> Opened.open(file, rules));
    }

    private static void assertRefusal(byte[] file, BundleRules rules, String... expected) {
        assertRefused(Reason.BAD_SIGNATURE, file, rules, expected);
    }

    private static BundleRules rules(int required, String... keys) {
        return new BundleRules(BundleRules.HOST, "STM32", List.of(keys), required, Opened.LIMITS);
    }

    private static byte[] signed(String... members) {
        byte[] extra = extra(members);
        return zip(MANIFEST, extra, extra);
    }

    private static byte[] zip(byte[] manifest, byte[] local, byte[] central) {
        return new Zip()
                .stored(
                        "manifest.json",
                        manifest,
                        entry -> {
                            entry.localExtra = local;
                            entry.extra = central;
                        })
                .stored("F.BIN", DATA)
                .bytes();
    }

    private static byte[] extra(String... members) {
        return Zip.field(FIELD, Opened.json("{" + String.join(",", members) + "}"));
    }

    private static String sig(int number, KeyPair pair) {
        return "'sig" + number + "':'" + sign(MANIFEST, pair) + "'";
    }

    private static String sign(byte[] bytes, KeyPair pair) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String key(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
