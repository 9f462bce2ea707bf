package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.net.URI;
import java.nio.file.Path;

/**
 * One download into a file. It goes on where it was cut off, also after a restart of the gateway: a
 * small file beside the unfinished one says of what it is the beginning.
 */
public final class Fetch implements AutoCloseable {
    private final URI url;

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So far, on the caller's thread.
         *
         * @param total 0 when the server does not say
         */
        void at(long done, long total);
    }

    /** Prepares one; {@link #run} begins it. */
    public Fetch(FetchSettings settings, URI url, Path file) {
        this.url = url;
    }

    /**
     * Fetches all of it, and blocks until it is on disk, forced.
     *
     * @param tag what the last complete download of this URL returned; empty to fetch in any case
     * @throws FirmwareException {@code DOWNLOAD}, {@code NO_SPACE}, {@code NOT_CONFIGURED} for
     *     settings that cannot be used, {@code ABORTED} after {@link #close} or an interrupt
     */
    public Fetched run(String tag, Progress progress) throws FirmwareException {
        throw new FirmwareException(Reason.INTERNAL, shown(url) + ": cannot be fetched yet");
    }

    /** A URL as it may be logged: without user, password, query and fragment. */
    public static String shown(URI url) {
        return String.valueOf(url.getHost());
    }

    /**
     * Ends a download that is under way, from any thread; what has come stays for the next time.
     */
    @Override
    public void close() {}

    /** Removes what an unfinished download has left. */
    public static void forget(Path file) {}
}
