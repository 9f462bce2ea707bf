package ccm.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.testing.Certificates;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Private keys go in and never come out. The keys are made by OpenSSL. */
@ExtendWith(Quiet.class)
class SecretsTest {
    private static final String KEY =
            "-----BEGIN PRIVATE KEY-----\n" + "QUJD\n".repeat(300) + "-----END PRIVATE KEY-----\n";

    @TempDir Path data;
    private Calls files;

    @BeforeEach
    void open() {
        files = new Calls(data.resolve("files"));
    }

    @AfterEach
    void close() throws InterruptedException {
        files.close();
    }

    @Test
    void everyKindOfKeyIsRefused() throws Exception {
        for (Map.Entry<String, byte[]> key : keys().entrySet()) {
            files.put("k", key.getValue());
            assertSecret("k", key.getKey());
            byte[] dirty =
                    ("junk before\r\n" + latin(key.getValue()) + "junk").getBytes(ISO_8859_1);
            files.put("k", dirty);
            assertSecret("k", "junk before " + key.getKey());
        }
    }

    @Test
    void whatIsPublicIsNot() throws Exception {
        for (Map.Entry<String, byte[]> file : publicFiles().entrySet()) {
            files.put("k", file.getValue());
            assertEquals(latin(file.getValue()), files.get("k"), file.getKey());
        }
    }

    @Test
    void otherFormsOfKeysAreRefused() throws Exception {
        files.put("k", KEY.getBytes(UTF_16LE));
        assertSecret("k", "UTF-16");
        files.put("k", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"AA\"}");
        assertSecret("k", "JSON Web Key");
        files.put("k", "PuTTY-User-Key-File-3: ssh-ed25519\n");
        assertSecret("k", "PuTTY");
        files.put("k", "joe:RPC:383f8f437341da71584b0c550bbf2782\n");
        assertSecret("k", "password digests");
        files.put("k", KEY.substring(KEY.length() - 400));
        assertSecret("k", "the end of a key");
    }

    @Test
    void noPartOfAKeyIsRead() throws Exception {
        files.put("k", KEY);
        for (int offset : new int[] {0, 30, 512, 1500}) {
            assertThrows(
                    RpcException.class,
                    () -> files.call("FS.Get", "{'filename':'k','len':8,'offset':" + offset + "}"));
        }
    }

    @Test
    void aNewNameDoesNotOpenIt() throws Exception {
        files.put("k", KEY);
        files.call("FS.Rename", "{'src':'k','dst':'note.txt'}");
        assertSecret("note.txt", "renamed");
    }

    @Test
    void whoeverSpoilsItsHeadSpoilsAll() throws Exception {
        files.put("k", KEY);
        RpcException refused =
                assertThrows(RpcException.class, () -> files.part("k", 2, new byte[30]));
        assertEquals(403, refused.networkCode());
        files.part("k", KEY.length(), new byte[600]);
        assertSecret("k", "longer");
        files.part("k", 0, new byte[30]);
        assertEquals(latin(new byte[30]), files.get("k"));
    }

    @Test
    void aKeyIsSecretWhileItComes() throws Exception {
        files.part("k", 0, KEY.substring(0, 512).getBytes(ISO_8859_1));
        assertSecret("k", "half");
        assertThrows(RpcException.class, () -> files.part("k", 2, new byte[30]));
        files.part("k", 512, KEY.substring(512).getBytes(ISO_8859_1));
        assertSecret("k", "whole");
        assertEquals(KEY, Files.readString(data.resolve("files/k")));
    }

    @Test
    void aFileThatASettingNamesAsSecretIsSecretWhateverItHolds() throws Exception {
        files.put("users", "whatever");
        files.settings.are("{'rpc':{'auth_file':'users'},'http':{'ssl_cert':'c','ssl_key':'k'}}");
        files.put("k", "whatever");
        files.put("c", "whatever");
        assertSecret("users", "rpc.auth_file");
        assertSecret("k", "http.ssl_key");
        assertEquals("whatever", files.get("c"));
        RpcException refused =
                assertThrows(
                        RpcException.class,
                        () -> files.call("FS.Rename", "{'src':'users','dst':'open'}"));
        assertTrue(refused.getMessage().contains("rpc.auth_file"), refused.getMessage());
        files.call("FS.Remove", "{'filename':'users'}");
        files.put("k", "another");
    }

    @Test
    void whatWasCheckedIsWhatIsRead() throws Exception {
        files.put("note", "x".repeat(2000));
        files.call("FS.Get", "{'filename':'note','len':512}");
        Files.writeString(data.resolve("files/note"), KEY); // past the gateway
        assertSecret("note", "replaced between two parts");
    }

    private void assertSecret(String name, String what) {
        RpcException refused = assertThrows(RpcException.class, () -> files.get(name), what);
        assertEquals(403, refused.networkCode(), what + ": " + refused.getMessage());
        assertTrue(refused.networkMessage().contains(name), what);
        assertTrue(refused.networkMessage().contains("FS.Remove"), what);
    }

    private Map<String, byte[]> keys() throws Exception {
        openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa8.pem");
        openssl("rsa -in rsa8.pem -traditional -out rsa1.pem");
        openssl("rsa -in rsa8.pem -traditional -outform DER -out rsa1.der");
        openssl("rsa -in rsa8.pem -traditional -aes128 -passout pass:secret -out rsa1enc.pem");
        openssl("pkcs8 -topk8 -in rsa8.pem -nocrypt -outform DER -out rsa8.der");
        openssl("pkcs8 -topk8 -in rsa8.pem -passout pass:secret -out enc.pem");
        openssl("pkcs8 -topk8 -in rsa8.pem -passout pass:secret -outform DER -out enc.der");
        openssl("ecparam -name prime256v1 -genkey -noout -out ec1.pem");
        openssl("ec -in ec1.pem -outform DER -out ec1.der");
        openssl("pkcs8 -topk8 -in ec1.pem -nocrypt -outform DER -out ec8.der");
        openssl("genpkey -algorithm ED25519 -outform DER -out ed.der");
        openssl("req -x509 -new -key rsa8.pem -subj /CN=a -days 9 -out cert.pem");
        openssl("pkcs12 -export -inkey rsa8.pem -in cert.pem -passout pass:secret -out store.p12");
        Map<String, byte[]> keys = new TreeMap<>();
        for (String name :
                List.of(
                        "rsa8.pem",
                        "rsa1.pem",
                        "rsa1.der",
                        "rsa1enc.pem",
                        "rsa8.der",
                        "enc.pem",
                        "enc.der",
                        "ec1.pem",
                        "ec1.der",
                        "ec8.der",
                        "ed.der",
                        "store.p12")) {
            byte[] key = Files.readAllBytes(data.resolve(name));
            keys.put(name, key);
            if (!name.endsWith(".pem")) {
                keys.put(name + ", broken off", Arrays.copyOf(key, 40));
                keys.put(name + " in base64", Base64.getMimeEncoder().encode(key));
            }
        }
        return keys;
    }

    private Map<String, byte[]> publicFiles() throws Exception {
        Map<String, byte[]> all = new TreeMap<>();
        keys();
        openssl("x509 -in cert.pem -outform DER -out cert.der");
        openssl("req -new -key rsa8.pem -subj /CN=a -out request.pem");
        openssl("req -new -key rsa8.pem -subj /CN=a -outform DER -out request.der");
        openssl("rsa -in rsa8.pem -pubout -out public.pem");
        openssl("rsa -in rsa8.pem -pubout -outform DER -out public.der");
        openssl("rsa -in rsa8.pem -RSAPublicKey_out -outform DER -out public1.der");
        openssl("req -new -x509 -key ec1.pem -set_serial 1 -subj /CN=b -days 9 -text -out b.pem");
        openssl("x509 -in b.pem -outform DER -out b.der");
        for (String name :
                List.of(
                        "cert.pem",
                        "cert.der",
                        "request.pem",
                        "request.der",
                        "public.pem",
                        "public.der",
                        "public1.der",
                        "b.pem",
                        "b.der")) {
            all.put(name, Files.readAllBytes(data.resolve(name)));
        }
        try (Certificates authority = new Certificates()) {
            all.put("an authority", Files.readAllBytes(authority.authority()));
        }
        return all;
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(("openssl " + arguments).split(" "))
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = latin(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), arguments);
        assertEquals(0, process.exitValue(), arguments + ": " + said);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
