package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.ServerPlan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * The platform with one organization and one device in it, whose token is in {@code device.token},
 * and whose certificate is {@code device.crt.pem}. MQTT and the HTTP interface share a port.
 */
public final class WatsonEmulator implements Emulator {
    public static final String ORGANIZATION = "ccmsim";
    public static final String TYPE = "mos";

    /** The name of the platform for the organization. */
    public static final String HOST = ORGANIZATION + ".messaging.internetofthings.ibmcloud.com";

    public static final String API_KEY = "a-" + ORGANIZATION + "-emulated00";

    private static final String NAME = "watson";
    private static final int KEEP_ALIVE = 3_600;
    private static final int OFFLINE = 50; // messages for a device that is away

    private final EmulatorOptions options;
    private final Registry registry = new Registry(ORGANIZATION);
    private final DeviceManager manager = new DeviceManager();
    private final BackEnd backEnd = new BackEnd();
    private final Registered device;
    private final ApiKey api;
    private final WatsonBrain brain;
    private final CloudServer server;

    private WatsonEmulator(EmulatorOptions options) throws IOException {
        this.options = options;
        Authority authority = Authority.in(options.folder(), "CCM emulated Watson IoT Platform");
        api = new ApiKey(API_KEY, secret("api.token"));
        ClientId client = registry.client(TYPE, options.device());
        registry.types()
                .put(
                        TYPE,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", TYPE)
                                .put("classId", "Device"));
        device = registry.add(client, secret("device.token"));
        authority.kept(client.commonName(), file("device.crt.pem"), file("device.key.pem"));
        brain = new WatsonBrain(registry, api, manager, backEnd);
        backEnd.through(brain::command);
        WatsonControl control = new WatsonControl(this);
        server =
                new ServerPlan(NAME, authority, brain)
                        .door(
                                Door.tls("mqtt", options.port())
                                        .asking()
                                        .web(new RegistryWeb(registry, api)))
                        .door(Door.control(options.controlPort(), control.control()))
                        .names(
                                HOST,
                                ORGANIZATION + ".messaging.localhost",
                                ORGANIZATION + ".localhost")
                        .address(options.address())
                        .seed(options.seed())
                        .keepAlive(KEEP_ALIVE)
                        .window(WatsonBrain.MAX_UNACKNOWLEDGED)
                        .offline(OFFLINE)
                        .start();
        brain.serve(server);
        control.control().serve(server);
    }

    /** Starts it. */
    public static WatsonEmulator start(EmulatorOptions options) throws IOException {
        return new WatsonEmulator(options);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CloudServer server() {
        return server;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("watson.enable", "true");
        settings.put("watson.host_name", "localhost:" + server.port());
        settings.put("watson.client_id", clientId());
        settings.put("watson.token", token());
        settings.put("watson.ca_cert", file("ca.pem").toString());
        return settings;
    }

    /** The same with the device's certificate in the place of its token. */
    public Map<String, String> certificateSettings() {
        Map<String, String> settings = settings();
        settings.remove("watson.token");
        settings.put("watson.cert", file("device.crt.pem").toString());
        settings.put("watson.key", file("device.key.pem").toString());
        return settings;
    }

    @Override
    public String about() {
        return "organization "
                + ORGANIZATION
                + " at localhost:"
                + server.port()
                + ", API key "
                + API_KEY
                + " with the token in api.token, control at http://127.0.0.1:"
                + server.port("control")
                + ", for device "
                + clientId()
                + "; to make another gateway a device: ./ccm watson-iot-setup --watson-api-key "
                + API_KEY
                + " --watson-api-auth-token @"
                + file("api.token")
                + " --watson-host localhost:"
                + server.port()
                + " --watson-ca-file "
                + file("ca.pem");
    }

    /** The client id of the device. */
    public String clientId() {
        return device.client().toString();
    }

    /** The token of the device. */
    public String token() {
        return device.token();
    }

    /** The token of the API key. */
    public String apiToken() {
        return api.token();
    }

    @Override
    public ObjectNode shadow() {
        return server.call(() -> backEnd.shadow(device));
    }

    @Override
    public void desire(ObjectNode patch) {
        run(() -> backEnd.desire(device, patch));
    }

    /**
     * Sends a command.
     *
     * @return false when the device has not subscribed to commands, or its session is not kept
     */
    public boolean command(String name, String format, byte[] payload) {
        return server.call(() -> brain.command(device, name, format, payload));
    }

    /** What devices have said after a number; 0 for all that is kept. */
    public List<DeviceEvent> events(long since) {
        return server.call(() -> brain.events(since));
    }

    /** Whether devices need a certificate and a token. */
    public void needBoth(boolean both) {
        run(() -> brain.needBoth(both));
    }

    /** Takes messages and does not acknowledge them until this is taken back. */
    public void hold(boolean on) {
        run(() -> brain.hold(on));
    }

    /** The device has another token from now on. */
    public void token(String next) {
        run(() -> device.token(next));
    }

    /** How the device manages itself, as it said; an empty object while it does not. */
    public ObjectNode managed() {
        return server.call(
                () -> device.managed().orElseGet(JsonNodeFactory.instance::objectNode).deepCopy());
    }

    /** Asks the device something of device management; completes on the server's thread. */
    public CompletionStage<JsonNode> ask(String what, JsonNode d) {
        return server.call(() -> manager.ask(device, what, d));
    }

    /** Sends a text on a topic of device management, whatever it is. */
    public void say(String what, String text) {
        run(() -> manager.say(device, what, text));
    }

    /** Asks for an action: {@code reboot}, {@code factory_reset}. */
    public void act(String action) {
        ask("mgmt/initiate/device/" + action, JsonNodeFactory.instance.missingNode());
    }

    /**
     * Begins to bring firmware to the device.
     *
     * @param firmware {@code version}, {@code name}, {@code uri}, {@code verifier}
     */
    public void update(ObjectNode firmware) {
        run(() -> manager.firmware(device, firmware));
    }

    /** How the last update goes: {@code stage}, {@code reason}, {@code steps}. */
    public ObjectNode firmware() {
        return server.call(
                () ->
                        manager.job(device)
                                .map(FirmwareJob::shown)
                                .orElseGet(JsonNodeFactory.instance::objectNode));
    }

    @Override
    public void close() {
        server.close();
    }

    private void run(Runnable what) {
        Callable<Boolean> call =
                () -> {
                    what.run();
                    return true;
                };
        try {
            server.call(call);
        } catch (IllegalStateException e) {
            throw e.getCause() instanceof IllegalArgumentException wrong ? wrong : e;
        }
    }

    /** One that is kept in the folder, made if absent. */
    private String secret(String name) throws IOException {
        Path path = file(name);
        if (!Files.exists(path)) {
            Files.writeString(path, Registry.newToken());
        }
        return Files.readString(path).trim();
    }

    private Path file(String name) {
        return options.folder().resolve(name).toAbsolutePath();
    }
}
