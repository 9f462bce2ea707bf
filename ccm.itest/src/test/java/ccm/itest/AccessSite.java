package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.itest.CcmCommand.Result;
import ccm.sim.host.PtyLine;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway that can be called on every kind of channel, near and from the network. */
final class AccessSite implements AutoCloseable {
    /** What makes a request over loopback one from the network. */
    static final String GUEST = "Host: gateway.example";

    static final String PASSWORD = "Tr0ub4dor&3";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String DEVICE = "ccm_1";
    private static final ObjectMapper JSON = new ObjectMapper();

    final Path data;
    final Mosquitto broker = Mosquitto.plain();
    final RawHost host;
    private final Path console;
    private final AtomicInteger ids = new AtomicInteger(100);
    private HttpSite site;

    AccessSite(Path folder, String... settings) throws IOException {
        data = folder.resolve("data");
        console = folder.resolve("console");
        host = new RawHost(folder.resolve("host"));
        Files.createDirectories(data.resolve("files"));
        start(settings);
    }

    void start(String... settings) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "device.id=" + DEVICE,
                                "host.rpc.uart.port=" + host.device(),
                                "rpc.uart.port=" + console,
                                "mqtt.enable=true",
                                "mqtt.server=127.0.0.1:" + broker.port()));
        all.addAll(List.of(settings));
        int mark = host.mark();
        site = new HttpSite(data, all.toArray(String[]::new)).start();
        host.awaitGatewayAfter(mark);
    }

    GatewayProcess gateway() {
        return site.gateway();
    }

    /** Waits until calls over MQTT are taken. */
    void awaitMqtt() {
        eventually(
                PATIENCE,
                () -> {
                    String status = local("Cloud.Status", "{}").toString();
                    assertTrue(status, status.contains("\"phase\":\"READY\""));
                });
    }

    /** {@code curl} at {@code /rpc/METHOD}: the body, and the status behind it. */
    String http(String method, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(site.url() + "/rpc/" + method);
        return Curl.status(all.toArray(String[]::new));
    }

    JsonNode local(String method, String params) throws IOException {
        return gateway().local().call(method, params);
    }

    /** A WebSocket from the network. */
    MosTransport webSocket() throws IOException {
        return new MosWebSocket(URI.create(site.url() + "/rpc"), "gateway.example");
    }

    MosTransport mqtt() throws IOException {
        return new MosMqtt(broker.port(), DEVICE);
    }

    MosTransport console() throws IOException {
        return new MosSerial(new PtyLine(Optional.of(console)));
    }

    /** Calls in a frame, with a login unless that is empty. */
    JsonNode call(MosTransport over, String method, String auth) throws IOException {
        String login = auth.isEmpty() ? "" : ",\"auth\":" + auth;
        String frame = "{\"id\":%d,\"src\":\"%s\",\"method\":\"%s\"%s}";
        return JSON.readTree(
                over.call(frame.formatted(ids.incrementAndGet(), over.src(), method, login)));
    }

    JsonNode hostCalls(String method) throws IOException {
        return host.call(Integer.toString(ids.incrementAndGet()), method, "{}");
    }

    Result ccm(String... words) throws Exception {
        return new CcmCommand().run(words);
    }

    String mqttPort() {
        return "mqtt://127.0.0.1:" + broker.port() + "/" + DEVICE;
    }

    String webSocketPort() throws IOException {
        return site.url().replace("http", "ws") + "/rpc";
    }

    /** {@code ./ccm user add joe}, the password on standard input. */
    void addJoe() throws Exception {
        Result made = new CcmCommand().runWith(PASSWORD, "user", "add", "joe", "--data=" + data);
        assertEquals(made.err(), 0, made.status());
    }

    /** The answer to an error that asks for a login. */
    static String login(JsonNode asked, String password) throws IOException {
        assertEquals(asked.toString(), 401, asked.at("/error/code").asInt());
        return MosDialogue.login(JSON.readTree(asked.at("/error/message").textValue()), password);
    }

    /** A header that logs joe in at {@code /rpc/METHOD}, as RFC 7616 computes it. */
    String authorization(String method) throws Exception {
        String asked = http(method, "-i", "-H", GUEST);
        Matcher challenge =
                Pattern.compile("realm=\"(.*?)\".* nonce=\"(.*?)\".* algorithm=([A-Z0-9-]+)")
                        .matcher(asked);
        assertTrue(asked, challenge.find());
        String realm = challenge.group(1);
        String nonce = challenge.group(2);
        String algorithm = challenge.group(3);
        String uri = "/rpc/" + method;
        String secret = MosDialogue.hash(algorithm, "joe:" + realm + ":" + PASSWORD);
        String what = MosDialogue.hash(algorithm, "GET:" + uri);
        String response =
                MosDialogue.hash(algorithm, secret + ":" + nonce + ":00000001:c1:auth:" + what);
        return ("Authorization: Digest username=\"joe\", realm=\"%s\", nonce=\"%s\", uri=\"%s\","
                        + " algorithm=%s, qop=auth, nc=00000001, cnonce=\"c1\", response=\"%s\"")
                .formatted(realm, nonce, uri, algorithm, response);
    }

    @Override
    public void close() throws IOException {
        site.close();
        host.close();
        broker.close();
    }
}
