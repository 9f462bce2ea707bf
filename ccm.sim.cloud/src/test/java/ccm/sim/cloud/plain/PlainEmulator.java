package ccm.sim.cloud.plain;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.Brain;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.ConnectInfo;
import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Filter;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.ServerPlan;
import ccm.sim.cloud.server.Session;
import ccm.sim.cloud.server.WebAnswer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The smallest cloud: a broker for devices with a certificate, and a shadow that nobody reads. */
public final class PlainEmulator implements Emulator, Brain {
    private final ObjectNode shadow = JsonNodeFactory.instance.objectNode();
    private final Path folder;
    private CloudServer server;

    private PlainEmulator(Path folder) {
        this.folder = folder;
        shadow.putObject("desired");
        shadow.putObject("reported");
    }

    static PlainEmulator start(EmulatorOptions options) throws IOException {
        Authority authority = Authority.in(options.folder(), "CCM emulator of a plain cloud");
        Credential device = authority.client(options.device());
        device.write(
                options.folder().resolve("device.crt.pem"),
                options.folder().resolve("device.key.pem"));
        PlainEmulator emulator = new PlainEmulator(options.folder());
        Control control =
                new Control("plain")
                        .on("GET", "/shadow", request -> WebAnswer.json(emulator.shadow))
                        .on(
                                "POST",
                                "/desired",
                                request -> emulator.desired(Control.object(request)));
        emulator.server =
                new ServerPlan("plain", authority, emulator)
                        .door(
                                Door.tls("mqtt", options.port())
                                        .asking()
                                        .alpn("x-amzn-mqtt-ca", "mqtt")
                                        .sockets("/mqtt"))
                        .door(Door.control(options.controlPort(), control))
                        .address(options.address())
                        .seed(options.seed())
                        .start();
        control.serve(emulator.server);
        return emulator;
    }

    private WebAnswer desired(ObjectNode patch) {
        ((ObjectNode) shadow.get("desired")).setAll(patch);
        return WebAnswer.json(shadow);
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public CloudServer server() {
        return server;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "mqtt.server",
                "localhost:" + server.port(),
                "mqtt.ssl_cert",
                folder.resolve("device.crt.pem").toString());
    }

    @Override
    public String about() {
        return "MQTT over TLS at localhost:" + server.port();
    }

    @Override
    public ObjectNode shadow() {
        return server.call(shadow::deepCopy);
    }

    @Override
    public void desire(ObjectNode patch) {
        server.run(() -> desired(patch));
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public int connect(ConnectInfo info) {
        return info.peer().certificates().isEmpty() ? NOT_AUTHORIZED : ACCEPTED;
    }

    @Override
    public Verdict publish(Session session, Message message) {
        server.route(message);
        return Verdict.ACCEPT;
    }

    @Override
    public Optional<List<Integer>> subscribe(Session session, List<Filter> filters) {
        return Optional.of(filters.stream().map(Filter::qos).toList());
    }
}
