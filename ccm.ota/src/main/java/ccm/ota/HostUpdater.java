package ccm.ota;

import ccm.api.device.Device;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateListener;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Updates the host; tracks who writes chips and who wants to know about it. */
@Component(
        immediate = true, // what was cut off must go on without being asked
        service = {FirmwareUpdater.class, HostUpdater.class},
        configurationPid = "ccm.update",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UpdateSettings.class)
public final class HostUpdater implements FirmwareUpdater, Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(HostUpdater.class);

    private final Engine engine;
    private final Poll poll;
    private final String url;
    private final Map<FirmwareWriter, String> writers = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<UpdateListener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Host host; // null while ccm.core is being swapped

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Device device; // null while ccm.core is being swapped

    @Activate
    public HostUpdater(
            BundleContext context, @Reference HostOtaSettings hostOta, UpdateSettings config) {
        Path data = Path.of(Optional.ofNullable(context.getProperty("ccm.data")).orElse("."));
        SettingsReader reader = new SettingsReader(data, config, hostOta, this::device);
        this.url = config.url();
        this.engine = new Engine(data.resolve("ota"), this, reader.engine());
        this.poll = new Poll(this, config.url(), Duration.ofSeconds(config.interval()));
    }

    @Activate
    void open() {
        engine.open();
        poll.open();
    }

    @Deactivate
    void close() throws InterruptedException {
        poll.close();
        engine.close();
    }

    @Reference(
            service = FirmwareWriter.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindWriter(FirmwareWriter writer, Map<String, Object> properties) {
        writers.put(writer, String.valueOf(properties.get(FirmwareWriter.TYPE)));
    }

    void unbindWriter(FirmwareWriter writer) {
        writers.remove(writer);
    }

    @Reference(
            service = UpdateListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(UpdateListener listener) {
        listeners.add(listener);
    }

    void unbindListener(UpdateListener listener) {
        listeners.remove(listener);
    }

    @Override
    public UpdateStatus status() {
        return engine.status();
    }

    @Override
    public FirmwareUpload begin(UpdateOptions options) throws FirmwareException {
        return engine.begin(options);
    }

    @Override
    public CompletionStage<UpdateStatus> update(URI url, UpdateOptions options)
            throws FirmwareException {
        return engine.update(url, options);
    }

    @Override
    public void commit() throws FirmwareException {
        engine.commit();
    }

    @Override
    public CompletionStage<UpdateStatus> revert() throws FirmwareException {
        return engine.revert();
    }

    /** Reads what the host runs and keeps it. */
    CompletionStage<UpdateStatus> snapshot() throws FirmwareException {
        return engine.snapshot();
    }

    /** Where bundles come from when nobody says anything else; may be empty. */
    String url() {
        return url;
    }

    /** True when there is firmware to go back to. */
    boolean keeps() {
        return engine.ledger().kept().isPresent();
    }

    @Override
    public Optional<FirmwareWriter> writer(String type) {
        return writers.entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(type))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public Set<String> types() {
        return new TreeSet<>(writers.values());
    }

    @Override
    public Optional<Host> host() {
        return Optional.ofNullable(host);
    }

    @Override
    public void tell(UpdateStatus status) {
        for (UpdateListener listener : listeners) {
            try {
                listener.onUpdate(status);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("update listener {}: failed", listener.getClass().getName(), e);
            }
        }
    }

    private Optional<Device> device() {
        return Optional.ofNullable(device);
    }
}
