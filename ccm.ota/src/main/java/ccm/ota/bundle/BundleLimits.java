package ccm.ota.bundle;

/**
 * How much a bundle may ask of a gateway.
 *
 * @param file bytes of the bundle as it comes
 * @param unpacked bytes of all that is in it
 * @param entries files in it
 */
public record BundleLimits(long file, long unpacked, int entries) {
    private static final long MEGABYTE = 1 << 20;

    /** Room for the largest flash of the supported chips, also as a text of hex digits. */
    public static final BundleLimits USUAL = new BundleLimits(8 * MEGABYTE, 12 * MEGABYTE, 64);
}
