package ccm.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as OpenSSL makes them, in each form and of both kinds: RS256 and ES256. */
@Tag("peers")
@ExtendWith(Quiet.class)
class GcpKeysPeersTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "RSA, openssl genrsa -traditional -out FILE 2048",
        "RSA, openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out FILE",
        "EC, openssl ecparam -genkey -name prime256v1 -noout -out FILE",
        "EC, openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out FILE"
    })
    void letsIn(String algorithm, String command) throws Exception {
        Path file = folder.resolve("own.pem");
        run(command.replace("FILE", file.toString()));
        try (GcpEmulator cloud = GcpEmulator.start(EmulatorOptions.in(folder.resolve("cloud")))) {
            cloud.forgetKeys();
            cloud.add(publicKey(algorithm, file));
            Map<String, String> settings = new LinkedHashMap<>(cloud.settings());
            settings.put("gcp.key", file.toString());
            try (Gateway gateway = new Gateway(folder, settings).ready()) {
                gateway.publish("t", "x", 1);
                assertEquals(1, cloud.events(0).size());
            }
        }
    }

    private PublicKey publicKey(String algorithm, Path file) throws Exception {
        Path out = folder.resolve("public.pem");
        run("openssl pkey -in " + file + " -pubout -out " + out);
        String base64 = Files.readString(out).replaceAll("-----[^-]+-----|\\s", "");
        return KeyFactory.getInstance(algorithm)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static void run(String command) throws Exception {
        Process process =
                new ProcessBuilder(new ArrayList<>(List.of(command.split(" "))))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor(20, TimeUnit.SECONDS);
        assertEquals(0, process.exitValue(), said);
    }
}
