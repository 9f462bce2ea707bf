package ccm.sim.cloud.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.ServerPlan;
import ccm.sim.cloud.server.Session;
import ccm.sim.cloud.server.ShadowTree;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** IoT Core with one registry and one device in it, whose key is {@code device.key.pem}. */
public final class GcpEmulator implements Emulator {
    public static final String PROJECT = "ccm-project";
    public static final String REGION = "us-central1";
    public static final String REGISTRY = "ccm-registry";

    private static final String NAME = "gcp";
    private static final String PARENT =
            "projects/"
                    + PROJECT
                    + "/locations/"
                    + REGION
                    + "/registries/"
                    + REGISTRY
                    + "/devices/";
    private static final int KEEP_ALIVE = 1_200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmulatorOptions options;
    private final GcpBrain brain;
    private final CloudServer server;

    private GcpEmulator(EmulatorOptions options, Clock clock) throws IOException {
        this.options = options;
        Authority authority = Authority.in(options.folder(), "CCM emulated IoT Core");
        Credential own =
                authority.kept(options.device(), file("device.crt.pem"), file("device.key.pem"));
        brain = new GcpBrain(clock, PROJECT, PARENT);
        RegistryDevice device = new RegistryDevice(options.device());
        device.add(own.certificate().getPublicKey());
        brain.devices().put(options.device(), device);
        GcpControl control = new GcpControl(this);
        RegistryWeb.Tokens tokens =
                new RegistryWeb.Tokens(accountToken(), UUID.randomUUID().toString());
        RegistryWeb registry = new RegistryWeb(brain.devices(), PARENT, tokens);
        server =
                new ServerPlan(NAME, authority, brain)
                        .door(Door.tls("mqtt", options.port()))
                        .door(Door.tls("api", 0).web(registry))
                        .door(Door.control(options.controlPort(), control.control()))
                        .certificate(authority.server(clock, REGION + "-mqtt.clearblade.com"))
                        .address(options.address())
                        .seed(options.seed())
                        .keepAlive(KEEP_ALIVE)
                        .start();
        brain.serve(server);
        control.control().serve(server);
        registry.at(api());
        writeAccount(tokens.account());
    }

    /** What the console of the cloud gives away for a service account. */
    private void writeAccount(String token) throws IOException {
        ObjectNode account =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("systemKey", RegistryWeb.SYSTEM)
                        .put("token", token)
                        .put("url", api())
                        .put("project", PROJECT);
        Files.writeString(serviceAccount(), account.toPrettyString() + "\n");
    }

    /** That of before, if it was here before. */
    private String accountToken() throws IOException {
        return Files.exists(serviceAccount())
                ? JSON.readTree(serviceAccount().toFile()).path("token").asText()
                : UUID.randomUUID().toString();
    }

    private String api() {
        return "https://localhost:" + server.port("api");
    }

    /** The file of a service account that may change the registry over HTTPS. */
    public Path serviceAccount() {
        return file("service-account.json");
    }

    /** The ids of all devices. */
    public List<String> deviceIds() {
        return server.call(() -> List.copyOf(brain.devices().keySet()));
    }

    /** Starts it with the clock of this machine. */
    public static GcpEmulator start(EmulatorOptions options) throws IOException {
        return start(options, Clock.systemUTC());
    }

    /** Starts it with another clock, by which tokens end and its certificate is valid. */
    public static GcpEmulator start(EmulatorOptions options, Clock clock) throws IOException {
        return new GcpEmulator(options, clock);
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
        settings.put("gcp.enable", "true");
        settings.put("gcp.server", "localhost:" + server.port());
        settings.put("gcp.project", PROJECT);
        settings.put("gcp.region", REGION);
        settings.put("gcp.registry", REGISTRY);
        settings.put("gcp.device", options.device());
        settings.put("gcp.key", file("device.key.pem").toString());
        settings.put("gcp.ca_cert", file("ca.pem").toString());
        settings.put("gcp.enable_config", "true");
        return settings;
    }

    @Override
    public String about() {
        return "registry "
                + REGISTRY
                + " of "
                + PROJECT
                + " at localhost:"
                + server.port()
                + ", its devices for "
                + serviceAccount()
                + ", control at http://127.0.0.1:"
                + server.port("control")
                + ", for device "
                + options.device()
                + "; to make another gateway a device: ./ccm gcp-iot-setup --gcp-project "
                + PROJECT
                + " --gcp-region "
                + REGION
                + " --gcp-registry "
                + REGISTRY
                + " --gcp-service-account "
                + serviceAccount()
                + " --gcp-server localhost:"
                + server.port()
                + " --gcp-ca-file "
                + file("ca.pem");
    }

    /** The client id of the device. */
    public String clientId() {
        return PARENT + options.device();
    }

    @Override
    public ObjectNode shadow() {
        return server.call(
                () -> {
                    ObjectNode shadow = JsonNodeFactory.instance.objectNode();
                    shadow.set("desired", ShadowTree.of(device().config()));
                    shadow.set("reported", ShadowTree.of(device().state()));
                    return shadow;
                });
    }

    @Override
    public void desire(ObjectNode patch) {
        server.call(
                () -> {
                    ObjectNode wanted = ShadowTree.of(device().config());
                    ShadowTree.merge(wanted, patch);
                    configure(wanted.toString().getBytes(UTF_8));
                    return true;
                });
    }

    /** Sets the configuration, to whatever bytes. */
    public void configure(byte[] config) {
        server.call(
                () -> {
                    device().config(config);
                    device().session().ifPresent(session -> brain.configure(session, device()));
                    return true;
                });
    }

    /**
     * Sends a command.
     *
     * @param folder empty for none
     * @return false when the device is away, or has not subscribed: it is lost then
     */
    public boolean command(String folder, byte[] payload) {
        String topic =
                "/devices/"
                        + options.device()
                        + "/commands"
                        + (folder.isEmpty() ? "" : "/" + folder);
        Message message = new Message(topic, payload, 1, false);
        return server.call(
                () -> device().session().filter(session -> session.deliver(message)).isPresent());
    }

    /** What the device has said after a number; 0 for all that is kept. */
    public List<Told> events(long since) {
        return server.call(() -> brain.events(since));
    }

    /** How many states the device has said. */
    public int states() {
        return server.call(() -> device().states());
    }

    /** Another public key of the device, of three. */
    public void add(PublicKey key) {
        server.call(
                () -> {
                    device().add(key);
                    return true;
                });
    }

    /** Takes all public keys of the device away, and throws it out. */
    public void forgetKeys() {
        server.call(
                () -> {
                    device().keys().clear();
                    device().session().ifPresent(Session::close);
                    return true;
                });
    }

    /** How long after the end of its token a connection is closed; ten minutes when not said. */
    public void skew(Duration time) {
        server.call(
                () -> {
                    brain.skew(time);
                    return true;
                });
    }

    @Override
    public void close() {
        server.close();
    }

    private RegistryDevice device() {
        return brain.devices().get(options.device());
    }

    private Path file(String name) {
        return options.folder().resolve(name).toAbsolutePath();
    }
}
