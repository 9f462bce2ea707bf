package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** HTTP over TLS, with curl at the other end and OpenSSL to judge the certificates. */
public class HttpsPeersIT {
    private static final String PONG = "{\"channel_info\":\"HTTP 127.0.0.1\"}\r\n";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private Path data;
    private Path files;

    @Before
    public void place() throws Exception {
        data = folder.newFolder("d").toPath();
        files = Files.createDirectories(data.resolve("files"));
    }

    @Test
    public void theGatewayMakesACertificateForItselfAndKeepsIt() throws Exception {
        String fingerprint;
        Path made = data.resolve("config/https.crt.pem");
        try (HttpSite site = new HttpSite(data, "http.listen_addr=https://127.0.0.1:0").start()) {
            String url = site.url().replace("127.0.0.1", "localhost") + "/rpc/RPC.Ping";
            assertTrue(url, url.startsWith("https://"));
            assertEquals(PONG, Curl.of("--cacert", made.toString(), url));
            String old = Curl.of("--cacert", made.toString(), "--tls-max", "1.1", url);
            assertTrue(old, old.contains("curl: ("));
            fingerprint = openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", made + "");
            String print = fingerprint.replaceAll(".*=", "").strip();
            assertTrue(site.gateway().output().contains("(certificate SHA-256 " + print + ")"));
            assertTrue(openssl("verify", "-CAfile", made + "", made + "").contains("OK"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.resolve("config/https.key.pem"))));
        }
        try (HttpSite again = new HttpSite(data, "http.listen_addr=https://127.0.0.1:0").start()) {
            assertTrue(again.url().startsWith("https://"));
            assertEquals(
                    fingerprint,
                    openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", made + ""));
        }
    }

    @Test
    public void clientsShowACertificateOfTheAuthorityThatIsSet() throws Exception {
        try (Certificates certificates = new Certificates();
                HttpSite site =
                        new HttpSite(
                                data,
                                "http.ssl_cert=server.pem",
                                "http.ssl_key=server.key",
                                "http.ssl_ca_cert=ca.pem")) {
            Certificates.Pair server = certificates.server();
            Certificates.Pair client = certificates.client(Certificates.KeyForm.PKCS8);
            String authority = certificates.authority().toString();
            Files.copy(server.certificate(), files.resolve("server.pem"));
            Files.copy(certificates.authority(), files.resolve("ca.pem"));
            site.gateway().startReady();
            String missing = "http.ssl_key: " + files.resolve("server.key");
            eventually(() -> assertTrue(site.gateway().output().contains(missing)));
            Files.copy(server.key(), files.resolve("server.key"));
            eventually(() -> assertTrue(site.gateway().output().contains("http: listens at")));
            String url =
                    site.gateway().output().replaceAll("(?s).*listens at (\\S+)/rpc.*", "$1")
                            + "/rpc/RPC.Ping";
            String refused = Curl.of("--cacert", authority, url);
            assertTrue(refused, refused.contains("curl: ("));
            assertEquals(
                    PONG,
                    Curl.of(
                            "--cacert",
                            authority,
                            "--cert",
                            client.certificate().toString(),
                            "--key",
                            client.key().toString(),
                            url));
        }
    }

    private static String openssl(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes());
    }
}
