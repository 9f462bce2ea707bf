package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.rpc.RpcPeer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundle that comes in by {@code OTA.Begin}, {@code OTA.Write} and {@code OTA.End}. */
@Component(service = Uploads.class)
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final long GIVING_UP_SECONDS = 5;

    private final Opening updates;
    private FirmwareUpload upload; // null when there is none
    private Optional<RpcPeer> bringer = Optional.empty(); // of that one

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

    /**
     * Begins one.
     *
     * @param by who brings it; one that he began and did not end is given up, since he does not go
     *     on with it
     */
    synchronized void begin(RpcPeer by, UpdateOptions options) throws FirmwareException {
        if (upload != null && bringer.equals(Optional.of(by))) {
            giveUp(upload);
            upload = null;
        }
        upload = updates.begin(options);
        bringer = Optional.of(by);
    }

    /** Waits until the next one may begin, or not for long. */
    private static void giveUp(FirmwareUpload broken) {
        broken.abort("who brought it begins anew");
        CompletableFuture<Void> over = new CompletableFuture<>();
        broken.outcome().whenComplete((end, failure) -> over.complete(null));
        try {
            over.get(GIVING_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("update: one that was given up goes on", e); // the next one is told so
        }
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
