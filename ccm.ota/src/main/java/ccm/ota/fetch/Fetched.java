package ccm.ota.fetch;

/**
 * What came of a download.
 *
 * @param modified false when the server has nothing newer than the tag that was given; there is no
 *     file then
 * @param size bytes of the file
 * @param tag what to give the next time; empty when the server names none
 */
public record Fetched(boolean modified, long size, String tag) {
    /** The original's text when there is nothing newer. */
    public static final String NOT_MODIFIED = "Not Modified";
}
