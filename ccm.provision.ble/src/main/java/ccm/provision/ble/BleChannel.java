package ccm.provision.ble;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.device.Device;
import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.Provisioning;
import ccm.parts.dbus.BusAddress;
import ccm.provision.ble.bluez.BluezOptions;
import ccm.provision.ble.bluez.BluezServer;
import ccm.provision.ble.bluez.Bonds;
import ccm.provision.ble.gatt.GattService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way in over Bluetooth Low Energy. While it is closed it has no thread and no connection. */
@Component(configurationPid = "ccm.bt")
@Designate(ocd = BluetoothSettings.class)
public final class BleChannel implements ProvisionChannel {
    private static final int MAX_NAME = 26; // bytes that fit into a packet beside what is needed
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String OFF = "bt.enable is false";
    private static final int USUAL_MTU = 500; // the default of the original
    private static final Logger LOG = LoggerFactory.getLogger(BleChannel.class);

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Provisioning provisioning; // null only while the engine is being swapped

    private final BluetoothSettings settings;
    private final RpcService rpc;
    private final PairingRule rule;
    private final Device device;
    private final Path undo;
    private final String bus;
    private volatile Optional<BluezServer> server = Optional.empty();
    private volatile boolean asked; // to be open

    @Activate
    public BleChannel(
            BundleContext context,
            @Reference Device device,
            @Reference RpcService rpc,
            @Reference PairingRule rule,
            BluetoothSettings settings) {
        this(
                Path.of(Optional.ofNullable(context.getProperty("ccm.data")).orElse("."), "undo"),
                BusAddress.ofSystem(context::getProperty),
                device,
                rpc,
                rule,
                settings);
        List<String> none = withoutEffect(settings);
        if (!none.isEmpty()) {
            LOG.warn("{}: set, and without effect: BlueZ decides there", none);
        }
    }

    /** What is set and has no effect here. */
    static List<String> withoutEffect(BluetoothSettings settings) {
        List<String> paths = new ArrayList<>();
        if (!settings.scan__rsp__data__hex().isEmpty()) {
            paths.add("bt.scan_rsp_data_hex");
        }
        if (settings.random__address()) {
            paths.add("bt.random_address");
        }
        if (settings.gatt__mtu() != USUAL_MTU) {
            paths.add("bt.gatt_mtu");
        }
        return paths;
    }

    /**
     * Makes one.
     *
     * @param undo the folder of what a factory reset takes back
     * @param bus its address
     */
    BleChannel(
            Path undo,
            String bus,
            Device device,
            RpcService rpc,
            PairingRule rule,
            BluetoothSettings settings) {
        this.undo = undo;
        this.bus = bus;
        this.device = device;
        this.rpc = rpc;
        this.rule = rule;
        this.settings = settings;
    }

    /** For tests, where nothing injects it. */
    BleChannel with(Provisioning engine) {
        provisioning = engine;
        return this;
    }

    @Override
    public String name() {
        return "ble";
    }

    @Override
    public synchronized void open() {
        asked = true;
        if (server.isPresent() || !settings.enable()) {
            return;
        }
        Calls calls = new Calls(() -> Optional.ofNullable(provisioning));
        Clients clients =
                new Clients(
                        new RpcFrames(device.id()),
                        calls,
                        rpc.maxFrame(),
                        value -> server.ifPresent(open -> open.notify(Services.RPC_RX_CTL, value)));
        Bonds bonds = new Bonds(undo, settings.max__paired__devices());
        BluezServer made = new BluezServer(options(), services(clients), clients, bonds);
        server = Optional.of(made);
        made.open(PATIENCE);
    }

    @Override
    @Deactivate
    public synchronized void close() {
        asked = false;
        server.ifPresent(BluezServer::close);
        server = Optional.empty();
    }

    @Override
    public boolean isOpen() {
        return server.map(BluezServer::isOpen).orElse(false);
    }

    @Override
    public Optional<String> trouble() {
        if (asked && !settings.enable()) {
            return Optional.of(OFF);
        }
        return server.map(BluezServer::trouble).filter(text -> !text.isEmpty());
    }

    private List<GattService> services(Clients clients) {
        List<GattService> services = new ArrayList<>();
        int level = rule.level(settings.gatts_min__sec__level());
        if (rpc.offered()) {
            services.add(Services.rpc(clients, Math.max(level, rpc.level())));
        }
        if (settings.config__svc__enable()) {
            int own = settings.config__svc__sec__level();
            services.add(Services.config(clients, Math.max(level, own)));
        }
        return services;
    }

    private BluezOptions options() {
        int level = rule.level(settings.gatts_min__sec__level());
        String advertised = rpc.offered() ? Services.RPC : Services.CONFIG;
        return new BluezOptions(
                bus,
                settings.adapter().strip(),
                visible(),
                settings.adv__enable() ? advertised : "",
                settings.allow__pairing(),
                level < 2,
                settings.keep__enabled());
    }

    /** As much of the name as fits, without half a character at its end. */
    private String visible() {
        String set = settings.dev__name().strip();
        String name = set.isEmpty() ? device.id() : device.expand(set);
        while (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name;
    }
}
