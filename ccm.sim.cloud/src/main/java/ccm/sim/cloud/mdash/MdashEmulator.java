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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** An mDash with one device, to which users of its REST interface add others. */
public final class MdashEmulator implements Emulator {
    /** The name of mDash. */
    public static final String HOST = "mdash.net";

    private final EmulatorOptions options;
    private final Account account;
    private final MdashDevice device;
    private final MdashBrain brain;
    private final CloudServer server;

    private MdashEmulator(
            EmulatorOptions options, Account account, MdashBrain brain, CloudServer server) {
        this.options = options;
        this.account = account;
        this.device = account.device(options.device()).orElseThrow();
        this.brain = brain;
        this.server = server;
    }

    /** Starts it; it listens when this returns. */
    public static MdashEmulator start(EmulatorOptions options) throws IOException {
        return start(options, plan -> plan);
    }

    /**
     * Starts one that differs from others.
     *
     * @param differing changes how its server is
     */
    public static MdashEmulator start(EmulatorOptions options, UnaryOperator<ServerPlan> differing)
            throws IOException {
        Authority authority = Authority.in(options.folder(), "emulated mDash");
        Account account = Account.in(options.folder(), options.device());
        MdashDevice device = account.device(options.device()).orElseThrow();
        MdashBrain brain = new MdashBrain(account);
        Control control = new Control("mdash");
        control.on("GET", "/shadow", request -> WebAnswer.json(device.shadow().forUsers()));
        control.on(
                "POST",
                "/desired",
                request -> {
                    brain.desire(device, Control.object(request));
                    return WebAnswer.json(device.shadow().forUsers());
                });
        ServerPlan plan =
                new ServerPlan("mdash", authority, new NoMqtt())
                        .names(HOST)
                        .address(options.address())
                        .seed(options.seed())
                        .door(Door.tls("web", options.port()).web(brain))
                        .door(Door.control(options.controlPort(), control));
        CloudServer server = differing.apply(plan).start();
        brain.serve(server);
        control.serve(server);
        return new MdashEmulator(options, account, brain, server);
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
        return device.token();
    }

    /** The device has another token from now on; whoever is in stays. */
    public void token(String next) {
        server.call(
                () -> {
                    device.token(next);
                    return true;
                });
    }

    /** What its users call the REST interface with. */
    public String apiKey() {
        return account.keys().get("first");
    }

    /** Where that is. */
    public String api() {
        return "https://localhost:" + server.port() + "/api/v2";
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
        settings.put("dash.token", token());
        settings.put(
                "dash.ssl_ca_cert", options.folder().resolve("ca.pem").toAbsolutePath().toString());
        return settings;
    }

    @Override
    public String about() {
        return address()
                + " for the device with the token in token.txt, "
                + api()
                + " for users with the key in apikey.txt";
    }

    @Override
    public ObjectNode shadow() {
        return server.call(() -> device.shadow().forUsers());
    }

    @Override
    public void desire(ObjectNode patch) {
        server.run(() -> brain.desire(device, patch));
    }

    /** The messages that came, as params of {@code MQTT.Pub}. */
    public List<JsonNode> published() {
        return server.call(device::published);
    }

    /** Refuses so many of the next messages with 429. */
    public void throttle(int messages) {
        server.set(() -> brain.throttle(messages));
    }

    /** True while the device is connected. */
    public boolean online() {
        return server.call(device::online);
    }

    /** Calls the device as a user does; completes with the whole answer. */
    public CompletableFuture<ObjectNode> call(String method, JsonNode params) {
        return server.call(() -> brain.call(device, method, params));
    }

    /** Sends firmware to the device as a user does; completes with its last answer. */
    public CompletableFuture<ObjectNode> update(byte[] firmware) {
        return server.call(() -> brain.update(device, firmware));
    }

    /** The lines of the device's log that came, as params of {@code Dash.Log}. */
    public List<ObjectNode> logs() {
        return server.call(device::logs);
    }

    /** Larger frames of the device cost it the connection from now on. */
    public void largest(int bytes) {
        server.set(() -> brain.largest(bytes));
    }

    /** Sends any text to the device, JSON or not, UTF-8 or not. */
    public void say(byte[] text) {
        server.run(() -> device.session().ifPresent(session -> session.sendText(text)));
    }

    /** Closes the connection of the device with a code of RFC 6455. */
    public void hangUp(int code, String reason) {
        server.run(() -> device.session().ifPresent(session -> session.close(code, reason)));
    }

    @Override
    public void close() {
        server.close();
    }
}
