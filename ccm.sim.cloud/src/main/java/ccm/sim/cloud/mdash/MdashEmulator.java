package ccm.sim.cloud.mdash;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.ServerPlan;
import ccm.sim.cloud.server.WebAnswer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An mDash with one device. */
public final class MdashEmulator implements Emulator {
    private static final int TOKEN_BYTES = 16;

    private final EmulatorOptions options;
    private final MdashBrain brain;
    private final CloudServer server;
    private final String token;

    private MdashEmulator(
            EmulatorOptions options, MdashBrain brain, CloudServer server, String token) {
        this.options = options;
        this.brain = brain;
        this.server = server;
        this.token = token;
    }

    /** Starts it; it listens when this returns. */
    public static MdashEmulator start(EmulatorOptions options) throws IOException {
        Authority authority = Authority.in(options.folder(), "emulated mDash");
        String token = token(options.folder().resolve("token.txt"));
        MdashBrain brain = new MdashBrain(token);
        Control control = new Control("mdash");
        control.on("GET", "/shadow", request -> WebAnswer.json(brain.shadow().forUsers()));
        control.on(
                "POST",
                "/desired",
                request -> {
                    brain.desire(Control.object(request));
                    return WebAnswer.json(brain.shadow().forUsers());
                });
        CloudServer server =
                new ServerPlan("mdash", authority, new NoMqtt())
                        .address(options.address())
                        .seed(options.seed())
                        .door(Door.tls("web", options.port()).web(brain))
                        .door(Door.control(options.controlPort(), control))
                        .start();
        control.serve(server);
        return new MdashEmulator(options, brain, server, token);
    }

    private static String token(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createDirectories(file.getParent());
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).trim();
    }

    @Override
    public String name() {
        return "mdash";
    }

    @Override
    public CloudServer server() {
        return server;
    }

    /** What the device connects with. */
    public String token() {
        return token;
    }

    /** Where it connects to. */
    public String address() {
        return "wss://localhost:" + server.port() + MdashBrain.PATH;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("dash.enable", "true");
        settings.put("dash.server", address());
        settings.put("dash.token", token);
        settings.put(
                "dash.ssl_ca_cert", options.folder().resolve("ca.pem").toAbsolutePath().toString());
        return settings;
    }

    @Override
    public String about() {
        return address() + " for the device with the token in token.txt";
    }

    @Override
    public ObjectNode shadow() {
        return server.call(() -> brain.shadow().forUsers());
    }

    @Override
    public void desire(ObjectNode patch) {
        server.run(() -> brain.desire(patch));
    }

    /** The messages that came, as params of {@code MQTT.Pub}. */
    public List<JsonNode> published() {
        return server.call(brain::published);
    }

    /** Refuses so many of the next messages with 429. */
    public void throttle(int messages) {
        server.run(() -> brain.throttle(messages));
    }

    /** True while the device is connected. */
    public boolean online() {
        return server.call(brain::online);
    }

    /** Calls the device as a user does; completes with the whole answer. */
    public CompletableFuture<ObjectNode> call(String method, JsonNode params) {
        return server.call(() -> brain.call(method, params));
    }

    @Override
    public void close() {
        server.close();
    }
}
