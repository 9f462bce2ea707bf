package ccm.ota;

/**
 * What was last found at an address.
 *
 * @param tag what the server calls it; empty when it does not
 * @param sha256 of the bundle
 * @param refused true when the host could not be updated with it: not tried again by itself
 */
record Polled(String url, String tag, String sha256, boolean refused) {
    static final Polled NOTHING = new Polled("", "", "", false);
}
