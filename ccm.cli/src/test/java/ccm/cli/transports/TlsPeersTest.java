package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.cli.Device;
import ccm.cli.Typed;
import ccm.testing.Certificates;
import ccm.testing.Quiet;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Certificates are made by OpenSSL. */
@Tag("peers")
@ExtendWith(Quiet.class)
class TlsPeersTest {
    private final Typed ccm = new Typed();
    private final Certificates certificates = new Certificates();
    private HttpsServer server;

    @BeforeEach
    void create() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Device device = new Device();
        server.createContext(
                "/rpc",
                exchange -> {
                    String frame = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    byte[] answer = device.answer(frame).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
    }

    @AfterEach
    void stop() {
        server.stop(0);
        certificates.close();
    }

    @Test
    void theAuthorityMustBeKnownOrNamed() throws Exception {
        serve(certificates.server(), false);
        assertEquals(1, sum());
        assertTrue(ccm.err().contains("authority unknown here. Name that with --ca"), ccm.err());
        assertEquals(0, sum("--ca", certificates.authority().toString()), ccm.err());
        assertEquals("5\n", ccm.out());
    }

    @Test
    void insecureTrustsAnybodyAndWarns() throws Exception {
        serve(certificates.otherHost(), false);
        assertEquals(1, sum("--ca", certificates.authority().toString()));
        assertEquals(0, sum("--insecure"), ccm.err());
        assertTrue(ccm.err().contains("--insecure: the certificate is not checked"), ccm.err());
    }

    @Test
    void aClientCertificateIsShownWhenAskedFor() throws Exception {
        serve(certificates.server(), true);
        String authority = "--ca=" + certificates.authority();
        assertEquals(1, sum(authority));
        Certificates.Pair own = certificates.client(Certificates.KeyForm.SEC1);
        assertEquals(
                0, sum(authority, "--cert=" + own.certificate(), "--key=" + own.key()), ccm.err());
    }

    @Test
    void aFileThatIsNoneIsNamed() throws Exception {
        serve(certificates.server(), false);
        assertEquals(1, sum("--ca=/nowhere/ca.pem"));
        assertTrue(ccm.err().startsWith("--ca /nowhere/ca.pem: no such file"), ccm.err());
        String key = certificates.server().key().toString();
        assertEquals(1, sum("--ca", key));
        assertTrue(ccm.err().contains("no certificate in it"), ccm.err());
    }

    private void serve(Certificates.Pair own, boolean clientCertificates) throws Exception {
        SSLContext context =
                new TlsSettings(
                                Optional.of(certificates.authority()),
                                Optional.of(own.certificate()),
                                Optional.of(own.key()),
                                false)
                        .context();
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters tls = context.getDefaultSSLParameters();
                        tls.setNeedClientAuth(clientCertificates);
                        parameters.setSSLParameters(tls);
                    }
                });
        server.start();
    }

    private int sum(String... options) {
        List<String> words = new ArrayList<>(List.of("call", "Sum", "[2,3]"));
        words.add("--port=https://127.0.0.1:" + server.getAddress().getPort() + "/rpc");
        words.addAll(List.of(options));
        return ccm.run(words.toArray(String[]::new));
    }
}
