package ccm.ota.bundle;

/**
 * What was installed last.
 *
 * @param version of its manifest; empty when it said none
 * @param buildId of its manifest; empty when it said none
 * @param sha256 of the bundle's file
 */
public record InstalledFirmware(String name, String version, String buildId, String sha256) {
    /** What a bundle becomes when it has been installed. */
    public static InstalledFirmware of(Bundle bundle) {
        Manifest manifest = bundle.manifest();
        return new InstalledFirmware(
                manifest.name(), manifest.version(), manifest.buildId(), bundle.sha256());
    }
}
