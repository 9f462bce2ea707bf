package ccm.sim.cloud.server;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server as the clients of Mosquitto see it, and OpenSSL below them. */
@Tag("peers")
@ExtendWith(Quiet.class)
class MosquittoPeersTest {
    private static final Authority AUTHORITY = Authority.create("test authority");
    private static final int PATIENCE_SECONDS = 20;

    @TempDir Path folder;

    private final OpenBrain brain = new OpenBrain();
    private CloudServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                new ServerPlan("test", AUTHORITY, brain)
                        .door(Door.tls("tls", 0).asking().alpn("x-amzn-mqtt-ca", "mqtt"))
                        .start();
        brain.serve(server);
        Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void carriesMessagesWithCertificateAndAlpn() throws Exception {
        Process subscriber =
                mosquitto(
                        AUTHORITY.client("device-7"),
                        "mosquitto_sub",
                        "-t",
                        "t/#",
                        "-C",
                        "2",
                        "-v",
                        "--tls-alpn",
                        "x-amzn-mqtt-ca");
        eventually(() -> assertEquals(1, server.sessions().size()));
        eventually(() -> assertEquals(1, server.sessions().get(0).subscriptions().size()));
        for (String qos : List.of("0", "1")) {
            String[] words = {"mosquitto_pub", "-t", "t/" + qos, "-m", "hello", "-q", qos};
            assertEquals(0, end(mosquitto(AUTHORITY.client("device-8"), words)));
        }
        String came = new String(subscriber.getInputStream().readAllBytes(), UTF_8);
        assertEquals("t/0 hello\nt/1 hello\n", came);
        assertEquals(0, end(subscriber));
        Peer peer = brain.arrivals().get(0).peer();
        assertEquals(Optional.of("x-amzn-mqtt-ca"), peer.alpn());
        assertEquals(Optional.of("localhost"), peer.sni());
        assertEquals(
                "CN=device-7",
                peer.certificate().orElseThrow().getSubjectX500Principal().getName());
    }

    @Test
    void refusesCertificatesThatAreNotGood() throws Exception {
        Instant now = Instant.now();
        Duration day = Duration.ofDays(1);
        String[] words = {"mosquitto_pub", "-t", "t", "-m", "x", "-q", "1"};
        List<Credential> bad =
                List.of(
                        Authority.create("another authority").client("device-7"),
                        AUTHORITY.client(
                                "device-7", now.minus(day.multipliedBy(2)), now.minus(day)),
                        AUTHORITY.client("device-7", now.plus(day), now.plus(day.multipliedBy(2))));
        for (Credential credential : bad) {
            assertTrue(end(mosquitto(credential, words)) != 0);
        }
        eventually(() -> assertEquals(bad.size(), server.journal().of("tls").size()));
        assertEquals(List.of(), brain.messages());
    }

    @Test
    void hasACertificateThatClientsMayCheck() throws Exception {
        Process client =
                run(
                        List.of(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + server.port(),
                                "-verify_ip",
                                "127.0.0.1",
                                "-alpn",
                                "mqtt",
                                "-verify_return_error",
                                "-x509_strict",
                                "-CAfile",
                                folder.resolve("ca.pem").toString()));
        client.getOutputStream().close();
        String said = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertTrue(said.contains("Verify return code: 0 (ok)"), said);
        end(client);
    }

    private Process mosquitto(Credential own, String... words) throws Exception {
        own.write(folder.resolve("own.crt"), folder.resolve("own.key"));
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(
                List.of(
                        "-h",
                        "localhost",
                        "-p",
                        Integer.toString(server.port()),
                        "--cafile",
                        folder.resolve("ca.pem").toString(),
                        "--cert",
                        folder.resolve("own.crt").toString(),
                        "--key",
                        folder.resolve("own.key").toString()));
        return run(command);
    }

    private static Process run(List<String> command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static int end(Process process) throws Exception {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
