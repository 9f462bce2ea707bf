package ccm.http;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An updater that keeps what it is brought; what begins with BAD is no bundle. */
final class FakeUpdater implements FirmwareUpdater, FirmwareUpload {
    private static final byte BAD = 'B';

    final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    final CompletableFuture<UpdateStatus> outcome = new CompletableFuture<>();
    volatile UpdateOptions options;
    volatile Duration commitTimeout = Duration.ZERO;
    volatile URI url;
    volatile String aborted = "";
    volatile boolean ended;
    volatile boolean busy;
    volatile boolean committed;

    static UpdateStatus success() {
        return new UpdateStatus(
                UpdateStatus.State.SUCCESS,
                "Update applied, finalizing",
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                100,
                true,
                Duration.ZERO);
    }

    @Override
    public UpdateStatus status() {
        return success();
    }

    @Override
    public FirmwareUpload begin(UpdateOptions how) throws FirmwareException {
        refuseIfBusy();
        options = how;
        return this;
    }

    @Override
    public CompletionStage<UpdateStatus> update(URI from, UpdateOptions how)
            throws FirmwareException {
        refuseIfBusy();
        url = from;
        options = how;
        return outcome;
    }

    @Override
    public void commit() throws FirmwareException {
        if (committed) {
            throw new FirmwareException(FirmwareException.Reason.ABORTED, "already committed");
        }
        committed = true;
    }

    @Override
    public CompletionStage<UpdateStatus> revert() throws FirmwareException {
        refuseIfBusy();
        return outcome;
    }

    @Override
    public long taken() {
        return bundle.size();
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws FirmwareException {
        bundle.write(bytes, offset, count);
        if (bundle.toByteArray()[0] == BAD) {
            throw new FirmwareException(
                    FirmwareException.Reason.BAD_BUNDLE, "Malformed archive (invalid file header)");
        }
    }

    @Override
    public void commitTimeout(Duration timeout) {
        commitTimeout = timeout;
    }

    @Override
    public CompletionStage<Void> end() {
        ended = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<UpdateStatus> outcome() {
        return outcome;
    }

    @Override
    public void abort(String why) {
        aborted = why;
    }

    private void refuseIfBusy() throws FirmwareException {
        if (busy) {
            throw new FirmwareException(
                    FirmwareException.Reason.BUSY, "Another update is in progress.");
        }
    }
}
