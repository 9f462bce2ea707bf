package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The bundle that comes in by {@code OTA.Begin}, {@code OTA.Write} and {@code OTA.End}. */
@Component(service = Uploads.class)
public final class Uploads {
    private final Opening updates;
    private FirmwareUpload upload; // null before the first one

    /** Who begins an update. */
    interface Opening {
        FirmwareUpload begin(UpdateOptions options) throws FirmwareException;
    }

    @Activate
    public Uploads(@Reference HostUpdater updater) {
        this(updater::begin);
    }

    Uploads(Opening updates) {
        this.updates = updates;
    }

    synchronized void begin(UpdateOptions options) throws FirmwareException {
        upload = updates.begin(options);
    }

    /**
     * Takes a chunk. One that was taken already is a repetition, whose answer was lost.
     *
     * @param offset where it begins; empty to append it
     */
    synchronized void write(OptionalLong offset, byte[] data) throws FirmwareException {
        FirmwareUpload current = current();
        long taken = current.taken();
        long begin = offset.orElse(taken);
        if (begin > taken || begin < taken && begin + data.length > taken) {
            throw new FirmwareException(
                    Reason.BAD_BUNDLE,
                    String.format(
                            "offset is %d with %d bytes, but %d bytes have come: send offset %d.",
                            begin, data.length, taken, taken));
        }
        if (begin == taken) {
            current.write(data, 0, data.length);
        }
    }

    synchronized CompletionStage<Void> end() throws FirmwareException {
        FirmwareUpload current = current();
        upload = null;
        return current.end();
    }

    private FirmwareUpload current() throws FirmwareException {
        if (upload == null) {
            throw new FirmwareException(
                    Reason.ABORTED, "no update is in progress. Call OTA.Begin first.");
        }
        return upload;
    }
}
