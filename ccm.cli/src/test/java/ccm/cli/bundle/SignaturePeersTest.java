package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Typed;
import ccm.cli.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other programs read what this one packs: OpenSSL the signatures, Info-ZIP the archive. */
@Tag("peers")
class SignaturePeersTest {
    @TempDir Path folder;
    private final Typed ccm = new Typed();

    @BeforeEach
    void firmware() throws IOException {
        Files.write(folder.resolve("F.BIN"), new byte[100_000]);
    }

    @Test
    void opensslVerifiesEachSignatureWithItsKeyAlone() throws Exception {
        tool("openssl ecparam -name prime256v1 -genkey -out sec1.pem"); // parameters before the key
        tool("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out pkcs8.pem");
        assertEquals(
                0, create("--sign-key", key("sec1"), "--sign-key", "", "--sign-key", key("pkcs8")));
        InBundle bundle = InBundle.of(folder.resolve("fw.zip"));
        Files.write(folder.resolve("manifest.json"), bundle.files().get("manifest.json"));
        assertEquals(2, ((Json.Obj) bundle.extra()).members().size());
        assertVerifies(bundle, "sig0", "sec1");
        assertVerifies(bundle, "sig2", "pkcs8");
    }

    private void assertVerifies(InBundle bundle, String signature, String name) throws Exception {
        byte[] der = Base64.getDecoder().decode(bundle.extra().text(signature).orElseThrow());
        Files.write(folder.resolve(signature), der);
        tool("openssl pkey -in " + name + ".pem -pubout -out " + name + ".pub");
        String said =
                tool(
                        "openssl dgst -sha256 -verify "
                                + name
                                + ".pub -signature "
                                + signature
                                + " manifest.json");
        assertEquals("Verified OK\n", said);
    }

    @Test
    void unzipFindsNothingToComplainAbout() throws Exception {
        assertEquals(0, create("--extra-attr", "a=1"));
        assertTrue(tool("unzip -t fw.zip").contains("No errors detected"));
        assertEquals(0, create("--compress"));
        assertTrue(tool("unzip -t fw.zip").contains("No errors detected"));
    }

    @Test
    void aKeyForSomethingElseIsRefused() throws Exception {
        tool("openssl genrsa -out rsa.pem 2048");
        assertEquals(1, create("--sign-key", key("rsa")));
        assertTrue(ccm.err().contains("a key for RSA; it must be for ECDSA"), ccm.err());
    }

    private String key(String name) {
        return folder.resolve(name + ".pem").toString();
    }

    private int create(String... options) {
        String[] line = {
            "create-fw-bundle",
            "-o",
            folder.resolve("fw.zip").toString(),
            "--name",
            "fw",
            "--platform",
            "ccm_host",
            "--src-dir",
            folder.toString(),
            "host_fw:src=F.BIN,addr=0x8000000"
        };
        String[] all = Arrays.copyOf(line, line.length + options.length);
        System.arraycopy(options, 0, all, line.length, options.length);
        return ccm.run(all);
    }

    private String tool(String line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(line.split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
