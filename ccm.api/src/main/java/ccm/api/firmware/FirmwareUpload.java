package ccm.api.firmware;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A bundle on its way in. Safe for use by many threads, one at a time. */
@ProviderType
public interface FirmwareUpload {
    /** Bytes taken so far. */
    long taken();

    /**
     * Takes the next bytes: writes them to disk.
     *
     * @throws FirmwareException they are not the beginning of a bundle, the disk is full, or the
     *     update was aborted; the upload is over then
     */
    void write(byte[] bytes, int offset, int count) throws FirmwareException;

    /**
     * Changes within which time the new firmware must answer or be committed: a form may say so
     * behind the bundle. Does nothing after {@link #end}.
     */
    void commitTimeout(Duration timeout);

    /**
     * All bytes are there: checks the bundle and begins to write it.
     *
     * @return completes when the bundle has been checked, exceptionally with the {@link
     *     FirmwareException} when it is refused
     */
    CompletionStage<Void> end();

    /**
     * The end of the whole update.
     *
     * @return completes when the host runs the new firmware and it has proven itself, exceptionally
     *     with a {@link FirmwareException} otherwise; on a thread of the updater
     */
    CompletionStage<UpdateStatus> outcome();

    /** Gives it up, if {@link #end} was not called. */
    void abort(String why);
}
