package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * https on every address of this machine, as it is opened on a gateway that is to be reached from
 * elsewhere: a user first, then certificates, with curl, OpenSSL and the command at the other end.
 */
public class DoorsPeersIT {
    private static final CcmCommand CCM = new CcmCommand();

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void opensForUsersAloneAndShowsTheCertificateItMade() throws Exception {
        Path data = folder.newFolder("d").toPath();
        try (HttpSite site = new HttpSite(data, "http.listen_addr=https://0.0.0.0:0")) {
            GatewayProcess gateway = site.gateway().startReady();
            eventually(() -> assertTrue(gateway.output().contains("ccm user add NAME")));
            assertFalse(gateway.output(), gateway.output().contains("http: listens at"));
            Result made = CCM.runWith("correct horse", "user", "add", "joe", "--data=" + data);
            assertEquals(made.err(), 0, made.status());
            eventually(() -> assertTrue(gateway.output().contains("http: listens at https://")));
            String port =
                    gateway.output().replaceAll("(?s).*listens at https://[0-9.]+:(\\d+).*", "$1");
            String authority = data.resolve("config/https.crt.pem").toString();
            theCommandTrustsWhomItIsTold(port, authority);
            curlTrustsWhomItIsTold(port, authority);
            openSslSeesModernTlsAlone(port, authority);
            whoComesFromElsewhereLogsIn(port);
        }
    }

    private static void theCommandTrustsWhomItIsTold(String port, String authority)
            throws Exception {
        for (String address :
                List.of("https://localhost:" + port, "wss://localhost:" + port + "/rpc")) {
            String to = "--port=" + address;
            Result stranger = CCM.run("call", "RPC.Ping", to);
            assertEquals(address, 1, stranger.status());
            assertTrue(stranger.err(), stranger.err().contains("--ca FILE"));
            Result known = CCM.run("call", "RPC.Ping", to, "--ca", authority);
            assertEquals(known.err(), 0, known.status());
            assertTrue(known.out(), known.out().contains("channel_info"));
            assertEquals("", known.err());
            Result any = CCM.run("call", "RPC.Ping", to, "--insecure");
            assertEquals(any.err(), 0, any.status());
            assertTrue(any.err(), any.err().contains("the certificate is not checked"));
        }
    }

    private static void curlTrustsWhomItIsTold(String port, String authority) throws Exception {
        String url = "https://localhost:" + port + "/rpc/RPC.Ping";
        assertTrue(Curl.status(url).contains("curl: (60)"));
        assertTrue(Curl.status("--cacert", authority, url).endsWith("200"));
        assertTrue(Curl.status("-k", url).endsWith("200"));
    }

    private static void openSslSeesModernTlsAlone(String port, String authority) throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            assertTrue(
                    version,
                    handshake(port, version).contains("Cipher is TLS_")
                            || handshake(port, version).contains("Cipher is ECDHE"));
        }
        for (String version : List.of("-tls1", "-tls1_1")) {
            String said = handshake(port, version, "-cipher", "DEFAULT@SECLEVEL=0");
            assertTrue(version + said, said.contains("alert protocol version"));
        }
        String certificate = run("openssl", "x509", "-noout", "-text", "-in", authority);
        assertTrue(certificate, certificate.contains("DNS:localhost"));
        assertTrue(run("openssl", "verify", "-CAfile", authority, authority).contains("OK"));
    }

    private static String handshake(String port, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
        command.addAll(List.of(options));
        return run(command.toArray(String[]::new));
    }

    private static void whoComesFromElsewhereLogsIn(String port) throws Exception {
        List<String> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                        .map(each -> each.getHostAddress())
                        .toList();
        assertFalse("needs an address that is not loopback", own.isEmpty());
        String host = own.get(0) + ":" + port;
        String url = "https://" + host + "/rpc/Users.List";
        assertTrue(Curl.status("-k", url).endsWith("401"));
        assertTrue(Curl.status("-k", "-H", "Host: localhost", url).endsWith("401"));
        assertTrue(Curl.status("-k", "--digest", "-u", "joe:correct horse", url).endsWith("200"));
        String[] call = {"call", "Users.List", "--port=wss://" + host + "/rpc", "--insecure"};
        assertEquals(1, CCM.run(call).status());
        List<String> login = new ArrayList<>(List.of(call));
        login.add("--rpc-creds=joe:correct horse");
        Result result = CCM.run(login.toArray(String[]::new));
        assertEquals(result.err(), 0, result.status());
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close(); // ends a dialogue after the handshake
        return new String(process.getInputStream().readAllBytes());
    }
}
