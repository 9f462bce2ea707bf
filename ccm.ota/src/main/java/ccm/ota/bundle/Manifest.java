package ccm.ota.bundle;

/** What a bundle says of itself; each is empty when it does not say it. */
public record Manifest(
        String name, String platform, String version, String buildId, String description) {
    /** Of an image that came without one. */
    static final Manifest NONE = new Manifest("", "", "", "", "");
}
