package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.util.Optional;

/** Whether a bundle may follow what was installed last. */
public final class VersionRule {
    /** The original's text when there is nothing to do. */
    public static final String SAME = "Version is the same as current";

    private VersionRule() {}

    /**
     * True when the bundle is what was installed last: the same file, or the same version and build
     * where a manifest says both.
     */
    public static boolean isSame(Bundle bundle, InstalledFirmware installed) {
        Manifest manifest = bundle.manifest();
        boolean named = !manifest.version().isEmpty() && !manifest.buildId().isEmpty();
        return bundle.sha256().equals(installed.sha256())
                || named
                        && manifest.name().equals(installed.name())
                        && manifest.version().equals(installed.version())
                        && manifest.buildId().equals(installed.buildId());
    }

    /**
     * Refuses an older version of the same firmware; versions that are not numbers have no order.
     *
     * @throws FirmwareException {@code BAD_BUNDLE}
     */
    public static void refuseOlder(Bundle bundle, InstalledFirmware installed)
            throws FirmwareException {
        Manifest manifest = bundle.manifest();
        Optional<Version> offered = Version.of(manifest.version());
        Optional<Version> current = Version.of(installed.version());
        if (offered.isEmpty()
                || current.isEmpty()
                || !manifest.name().equals(installed.name())
                || offered.get().compareTo(current.get()) >= 0) {
            return;
        }
        throw new FirmwareException(
                Reason.BAD_BUNDLE,
                "version %s is older than %s, which the host has. Set update.allow_downgrade to install it all the same"
                        .formatted(manifest.version(), installed.version()));
    }
}
