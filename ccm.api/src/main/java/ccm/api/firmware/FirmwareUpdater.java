package ccm.api.firmware;

import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Updates the host, one update at a time. Safe for use by many threads. The settings of {@code
 * update.*} are the properties of the service; doors look at {@link #ENABLE_POST} and {@link #URL}.
 */
@ProviderType
public interface FirmwareUpdater {
    /** A property of the service: {@code Boolean.FALSE} when no bundle may be posted. */
    String ENABLE_POST = "enable_post";

    /** A property of the service: where bundles come from when a caller names nothing else. */
    String URL = "url";

    /** How it stands. */
    UpdateStatus status();

    /**
     * Begins an update whose bundle the caller brings.
     *
     * @throws FirmwareException {@code BUSY} with the state of the one in progress, or {@code
     *     NOT_CONFIGURED}
     */
    FirmwareUpload begin(UpdateOptions options) throws FirmwareException;

    /**
     * Fetches a bundle over HTTP or HTTPS and updates the host with it.
     *
     * @return completes as {@link FirmwareUpload#outcome}
     * @throws FirmwareException as {@link #begin}
     */
    CompletionStage<UpdateStatus> update(URI url, UpdateOptions options) throws FirmwareException;

    /**
     * Takes the new firmware for good.
     *
     * @throws FirmwareException there is nothing to commit
     */
    void commit() throws FirmwareException;

    /**
     * Puts the kept image back.
     *
     * @return completes when the host runs it
     * @throws FirmwareException {@code BUSY}, or there is no kept image
     */
    CompletionStage<UpdateStatus> revert() throws FirmwareException;
}
