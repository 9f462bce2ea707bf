package ccm.ota;

import ccm.api.device.Device;
import ccm.ota.bundle.BundleLimits;
import ccm.ota.bundle.BundleRules;
import ccm.ota.fetch.FetchIdentity;
import ccm.ota.fetch.FetchSettings;
import ccm.ota.fetch.FetchTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the settings mean for the engine. */
final class SettingsReader {
    static final String USUAL_AUTHORITIES = "ca.pem"; // as the original calls them

    private static final Duration STALL = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(60);

    private final Path data;
    private final UpdateSettings update;
    private final HostOtaSettings hostOta;
    private final Supplier<Optional<Device>> device;

    SettingsReader(
            Path data,
            UpdateSettings update,
            HostOtaSettings hostOta,
            Supplier<Optional<Device>> device) {
        this.data = data;
        this.update = update;
        this.hostOta = hostOta;
        this.device = device;
    }

    EngineSettings engine() {
        int window =
                update.commit__timeout() > 0 ? update.commit__timeout() : hostOta.confirmSeconds();
        return new EngineSettings(
                hostOta.enabled(),
                Duration.ofSeconds(update.timeout()),
                Duration.ofSeconds(window),
                update.allow__downgrade(),
                rules(),
                this::fetch,
                FIRST_RETRY,
                LAST_RETRY);
    }

    private BundleRules rules() {
        return new BundleRules(
                BundleRules.HOST,
                hostOta.chipType(),
                List.of(
                        update.key0(),
                        update.key1(),
                        update.key2(),
                        update.key3(),
                        update.key4(),
                        update.key5(),
                        update.key6(),
                        update.key7()),
                update.sig__req__mask(),
                BundleLimits.USUAL);
    }

    private FetchSettings fetch() {
        return new FetchSettings(
                device.get().map(SettingsReader::identity).orElse(new FetchIdentity("", "", "")),
                update.extra__http__headers(),
                new FetchTls(
                        authorities(),
                        file(update.ssl__client__cert__file()),
                        update.ssl__server__name()),
                STALL,
                Duration.ofSeconds(update.timeout()),
                BundleLimits.USUAL.file());
    }

    /**
     * The name of the original's default means the usual authorities while nobody put one there.
     */
    private Optional<Path> authorities() {
        return file(update.ssl__ca__file())
                .filter(
                        file ->
                                !update.ssl__ca__file().equals(USUAL_AUTHORITIES)
                                        || Files.exists(file));
    }

    private Optional<Path> file(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(data.resolve("files").resolve(name));
    }

    private static FetchIdentity identity(Device device) {
        return new FetchIdentity(
                device.id(),
                device.arch() + " " + device.version() + " " + device.version(),
                "ccm/" + device.version());
    }
}
