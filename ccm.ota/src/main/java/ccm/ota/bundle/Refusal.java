package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;

/** Why a bundle is refused: the original's text, what was found, and what to do about it. */
final class Refusal {
    /** Text for what is no zip file at all. */
    static final String NO_ARCHIVE = "Malformed archive (invalid file header)";

    static final String DAMAGED = "Malformed archive";
    static final String LONG_NAME = "Too long file name";
    static final String BAD_SUM = "Invalid CRC";
    static final String NO_MANIFEST = "Failed to parse manifest";
    static final String MISSING = "Required manifest field missing";
    static final String OTHER_PLATFORM = "Wrong platform";

    private Refusal() {}

    /** Of a bundle that is damaged or not meant for us. */
    static FirmwareException of(String text, String found) {
        return new FirmwareException(Reason.BAD_BUNDLE, printable(text + ": " + found));
    }

    /** The same, with what it came from. */
    static FirmwareException of(String text, String found, Exception cause) {
        return new FirmwareException(Reason.BAD_BUNDLE, printable(text + ": " + found), cause);
    }

    /** What went wrong, as a sentence. */
    static String ended(Exception cause) {
        String text = cause.getMessage();
        return text.endsWith("?") || text.endsWith(".") ? text : text + ".";
    }

    /** A text that may hold names of a bundle, which may hold anything. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
