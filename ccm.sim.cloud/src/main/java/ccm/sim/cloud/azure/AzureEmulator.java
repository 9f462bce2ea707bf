package ccm.sim.cloud.azure;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.FaultRule;
import ccm.sim.cloud.server.Message;
import ccm.sim.cloud.server.ServerPlan;
import ccm.sim.cloud.server.Session;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * An Azure IoT hub, and a Device Provisioning Service that assigns it, each with a server of its
 * own. Its device has a key; one of the same name with a certificate is made by {@link #register}.
 */
public final class AzureEmulator implements Emulator {
    /** The name of the hub. */
    public static final String HOST = "ccm-hub.azure-devices.net";

    /** The ID scope of the provisioning service. */
    public static final String SCOPE = "0ne0000CCM1";

    private static final String NAME = "azure";
    private static final String WEB_SOCKET = "/$iothub/websocket";
    private static final String GROUP = "*";
    private static final int LARGEST = 300 * 1024;
    private static final int KEEP_ALIVE = 1_177;

    private final EmulatorOptions options;
    private final HubBrain brain;
    private final DpsBrain provisioning;
    private final CloudServer hub;
    private final CloudServer service;
    private final String groupKey;

    private AzureEmulator(EmulatorOptions options, Clock clock) throws IOException {
        this.options = options;
        Authority authority = Authority.in(options.folder(), "CCM emulated Azure");
        HubControl control = new HubControl(this);
        brain = new HubBrain(clock);
        hub =
                plan(NAME, authority, brain)
                        .door(Door.tls("hub", options.port()).asking().sockets(WEB_SOCKET))
                        .door(Door.control(options.controlPort(), control.control()))
                        .certificate(authority.server(clock, HOST))
                        .start();
        control.control().serve(hub);
        brain.serve(hub, names(hub.port()));
        provisioning = new DpsBrain(SCOPE, clock, this::assign);
        service =
                plan("azure-dps", authority, provisioning)
                        .door(Door.tls("dps", 0).asking().sockets(WEB_SOCKET))
                        .certificate(
                                authority.server(clock, "global.azure-devices-provisioning.net"))
                        .start();
        provisioning.serve(service);
        groupKey = kept("group.key");
        register(options.device(), HubAccess.byKey(kept("device.key")));
        enroll(GROUP, Enrollment.group(HubAccess.byKey(groupKey)));
        options.faults().forEach(text -> hub.faults().add(FaultRule.parse(text)));
    }

    /** Starts it with the clock of this machine. */
    public static AzureEmulator start(EmulatorOptions options) throws IOException {
        return start(options, Clock.systemUTC());
    }

    /** Starts it with another clock, by which tokens end and its certificate is valid. */
    public static AzureEmulator start(EmulatorOptions options, Clock clock) throws IOException {
        return new AzureEmulator(options, clock);
    }

    private ServerPlan plan(String name, Authority authority, ccm.sim.cloud.server.Brain brain) {
        return new ServerPlan(name, authority, brain)
                .address(options.address())
                .seed(options.seed())
                .largest(LARGEST)
                .keepAlive(KEEP_ALIVE)
                .trust(chain -> Optional.empty()); // a hub knows certificates by their prints
    }

    /** Clients that know no other name than the address come by it. */
    private List<String> names(int port) {
        return List.of(HOST, "localhost", "127.0.0.1", "localhost:" + port, "127.0.0.1:" + port);
    }

    /** A key that is made once. */
    private String kept(String file) throws IOException {
        Path path = options.folder().resolve(file);
        if (!Files.exists(path)) {
            Files.writeString(path, HubAccess.newKey() + "\n");
        }
        return Files.readString(path).trim();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CloudServer server() {
        return hub;
    }

    /** The server of the provisioning service. */
    public CloudServer service() {
        return service;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = common();
        if (access(options.device()).keys().isEmpty()) { // by its certificate
            settings.put("azure.host_name", HOST);
            settings.put("azure.device_id", options.device());
        } else {
            settings.put("azure.cs", connectionString(options.device()));
        }
        return settings;
    }

    /** The settings of a gateway that asks the provisioning service, with the key of its group. */
    public Map<String, String> provisionedSettings() {
        Map<String, String> settings = common();
        settings.put("azure.dps.host", "localhost:" + service.port());
        settings.put("azure.dps.id_scope", SCOPE);
        settings.put("azure.dps.group_key", groupKey);
        return settings;
    }

    private Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("azure.enable", "true");
        settings.put("azure.server", "localhost:" + hub.port());
        settings.put(
                "azure.ca_cert", options.folder().resolve("ca.pem").toAbsolutePath().toString());
        return settings;
    }

    @Override
    public String about() {
        return "hub "
                + HOST
                + " at localhost:"
                + hub.port()
                + ", provisioning at localhost:"
                + service.port()
                + ", for device "
                + options.device();
    }

    @Override
    public ObjectNode shadow() {
        return hub.call(() -> device(options.device()).twin().plain());
    }

    @Override
    public void desire(ObjectNode patch) {
        desire(options.device(), patch);
    }

    /** Wants something of a device, as a patch; returns the new version. */
    public long desire(String device, ObjectNode patch) {
        return hub.call(
                () -> {
                    long version = device(device).twin().desire(patch);
                    brain.twins().changed(device(device), patch, version);
                    return version;
                });
    }

    /** The same, with a document in the place of all that was wanted before. */
    public long replaceDesired(String device, ObjectNode document) {
        return hub.call(
                () -> {
                    long version = device(device).twin().replace(document);
                    brain.twins().changed(device(device), document, version);
                    return version;
                });
    }

    /** The twin as a device gets it, with its versions. */
    public ObjectNode twin(String device) {
        return hub.call(() -> device(device).twin().whole());
    }

    /** Makes a device known, or changes how it says who it is. */
    public void register(String device, HubAccess access) {
        hub.call(() -> brain.device(device, access));
    }

    /** Disables or enables a device; a disabled one is thrown out. */
    public void enable(String device, boolean enabled) {
        hub.call(
                () -> {
                    device(device).enabled(enabled);
                    if (!enabled) {
                        device(device).session().ifPresent(Session::close);
                    }
                    return true;
                });
    }

    /** Forgets a device and throws it out. */
    public void delete(String device) {
        hub.call(
                () -> {
                    Optional.ofNullable(brain.devices().remove(device))
                            .flatMap(HubDevice::session)
                            .ifPresent(Session::close);
                    return true;
                });
    }

    /** The ids of all devices. */
    public List<String> devices() {
        return hub.call(() -> List.copyOf(brain.devices().keySet()));
    }

    /** How a device says who it is. */
    public HubAccess access(String device) {
        return hub.call(() -> device(device).access());
    }

    /** What the portal shows for a device that has a key. */
    public String connectionString(String device) {
        return "HostName="
                + HOST
                + ";DeviceId="
                + device
                + ";SharedAccessKey="
                + access(device).keys().get(0);
    }

    /** A certificate of the authority for a device. */
    public Credential certificate(String device) {
        return hub.authority().client(device);
    }

    /** Enrolls a registration with the provisioning service, or with * a group. */
    public void enroll(String registration, Enrollment enrollment) {
        service.call(
                () -> {
                    provisioning.enroll(registration, enrollment);
                    return true;
                });
    }

    /** How the provisioning service answers: 429 so many times, and how long to wait. */
    public void provisioning(int throttled, int pauseSeconds) {
        service.call(
                () -> {
                    provisioning.throttle(throttled);
                    provisioning.pause(pauseSeconds);
                    return true;
                });
    }

    /** Sends a message to a device; false when 50 wait already. */
    public boolean tell(String device, Map<String, String> properties, byte[] payload) {
        return hub.call(
                () -> {
                    Map<String, String> all = new LinkedHashMap<>();
                    all.put("$.to", "/devices/" + device + "/messages/devicebound");
                    all.put("$.mid", UUID.randomUUID().toString());
                    all.putAll(properties);
                    String topic = "devices/" + device + "/messages/devicebound/" + Bag.write(all);
                    HubDevice to = device(device);
                    boolean room = to.queue().add(new Message(topic, payload, 1, false));
                    to.session().ifPresent(to.queue()::deliver);
                    return room;
                });
    }

    /** Messages to a device that it has not acknowledged. */
    public int pending(String device) {
        return hub.call(() -> device(device).queue().size());
    }

    /** Calls a direct method. Completes on the hub's thread. */
    public CompletableFuture<MethodResult> call(
            String device, String method, String payload, Duration limit) {
        return hub.call(() -> brain.methods().call(hub, device(device), method, payload, limit));
    }

    /** Refuses requests to twins: so many from now on, with 429 or another status. */
    public void refuseTwins(int requests, int status, int retryAfter) {
        hub.call(
                () -> {
                    brain.twins().refuse(requests, status, retryAfter);
                    return true;
                });
    }

    /** What devices have said after a number; 0 for all that is kept. */
    public List<Telemetry> telemetry(long since) {
        return hub.call(() -> brain.telemetry(since));
    }

    @Override
    public void close() {
        service.close();
        hub.close();
    }

    private HubDevice device(String id) {
        return Optional.ofNullable(brain.devices().get(id))
                .orElseThrow(() -> new IllegalArgumentException(id + ": no such device"));
    }

    /** On the service's thread: the hub's does it before the device hears of it. */
    private String assign(String device, HubAccess access) {
        register(device, access);
        return HOST;
    }
}
