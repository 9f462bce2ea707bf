package ccm.ota.fetch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException.Reason;
import ccm.parts.pem.PemFile;
import ccm.testing.Certificates;
import ccm.testing.Certificates.KeyForm;
import ccm.testing.Certificates.Pair;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("peers")
@ExtendWith(Quiet.class)
class FetchTlsPeersTest {
    private static final byte[] CONTENT = Fetching.content(50_000);
    private static Certificates certificates;

    @TempDir Path folder;

    @BeforeAll
    static void authority() {
        certificates = new Certificates();
    }

    @AfterAll
    static void clean() {
        certificates.close();
    }

    @Test
    void aServerOfTheAuthorityIsTrusted() throws Exception {
        try (WebServer server = server(certificates.server())) {
            server.cutAt = 20_000;
            server.cuts = 1;
            trusting("").assertFetched(server.url("/fw.zip"), CONTENT);
        }
    }

    @Test
    void otherServersAreNot() throws Exception {
        try (WebServer server = server(certificates.server())) {
            fetching(Optional.empty(), Optional.empty(), "")
                    .assertFails(
                            Reason.DOWNLOAD,
                            server.url("/fw.zip"),
                            "Failed to connect",
                            "TLS failed",
                            "update.ssl_ca_file");
        }
        try (WebServer server = server(certificates.expired())) {
            trusting("").assertFails(Reason.DOWNLOAD, server.url("/fw.zip"), "Check the clock");
        }
    }

    @Test
    void theNameIsTheUrlsOrTheOneThatIsSet() throws Exception {
        try (WebServer server = server(certificates.otherHost())) {
            trusting("")
                    .assertFails(
                            Reason.DOWNLOAD,
                            server.url("/fw.zip"),
                            "localhost",
                            "update.ssl_server_name");
            trusting("broker.example").assertFetched(server.url("/fw.zip"), CONTENT);
        }
    }

    @Test
    void fromTlsThereIsNoWayDown() throws Exception {
        try (WebServer plain = new WebServer(CONTENT);
                WebServer server = server(certificates.server())) {
            server.redirect("/fw.zip", plain.url("/fw.zip").toString());
            trusting("")
                    .assertFails(
                            Reason.DOWNLOAD,
                            server.url("/fw.zip"),
                            "sent on from https to http://");
            plain.redirect("/up", server.url("/there").toString());
            trusting("").assertFetched(plain.url("/up"), CONTENT);
        }
    }

    @Test
    void theGatewayProvesWhoItIs() throws Exception {
        Pair pair = certificates.client(KeyForm.SEC1);
        Path both = folder.resolve("client.pem");
        Files.writeString(
                both, Files.readString(pair.certificate()) + Files.readString(pair.key()));
        KeyStore clients = empty();
        clients.setCertificateEntry(
                "ca", new PemFile(certificates.authority()).certificates().get(0));
        try (WebServer server = WebServer.secure(CONTENT, certificates.server(), clients)) {
            fetching(Optional.of(certificates.authority()), Optional.of(both), "")
                    .assertFetched(server.url("/fw.zip"), CONTENT);
            trusting("").assertFails(Reason.DOWNLOAD, server.url("/fw.zip"), "");
        }
    }

    @Test
    void badFilesAreNamed() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        try (WebServer server = server(certificates.server())) {
            fetching(Optional.of(empty), Optional.empty(), "")
                    .assertFails(
                            Reason.NOT_CONFIGURED,
                            server.url("/fw.zip"),
                            "update.ssl_ca_file: " + empty,
                            "no certificate in it");
            Path absent = folder.resolve("absent.pem");
            fetching(Optional.of(absent), Optional.empty(), "")
                    .assertFails(
                            Reason.NOT_CONFIGURED,
                            server.url("/fw.zip"),
                            "update.ssl_ca_file: " + absent);
            fetching(Optional.empty(), Optional.of(certificates.authority()), "")
                    .assertFails(
                            Reason.NOT_CONFIGURED,
                            server.url("/fw.zip"),
                            "update.ssl_client_cert_file: ",
                            "no private key in it");
            assertTrue(server.requests().isEmpty());
        }
    }

    private Fetching trusting(String serverName) {
        return fetching(Optional.of(certificates.authority()), Optional.empty(), serverName);
    }

    private Fetching fetching(Optional<Path> authority, Optional<Path> own, String serverName) {
        return new Fetching(folder).tls(new FetchTls(authority, own, serverName));
    }

    private static WebServer server(Pair pair) throws IOException, GeneralSecurityException {
        return WebServer.secure(CONTENT, pair, empty());
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        return store;
    }
}
