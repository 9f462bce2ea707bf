package ccm.cloud.aws;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An updater whose updates end when a test says so. */
final class DeskUpdater implements FirmwareUpdater {
    final List<String> urls = new CopyOnWriteArrayList<>();
    final List<UpdateOptions> options = new CopyOnWriteArrayList<>();
    volatile boolean busy;
    String refusal = "";
    private volatile UpdateStatus status = status(State.IDLE, "idle", 0);
    private volatile CompletableFuture<UpdateStatus> outcome = new CompletableFuture<>();

    @Override
    public UpdateStatus status() {
        return status;
    }

    @Override
    public CompletionStage<UpdateStatus> update(URI url, UpdateOptions how)
            throws FirmwareException {
        if (busy) {
            throw new FirmwareException(Reason.BUSY, "another update is in progress");
        }
        if (!refusal.isEmpty()) {
            throw new FirmwareException(Reason.NOT_CONFIGURED, refusal);
        }
        CompletableFuture<UpdateStatus> begun = new CompletableFuture<>();
        status = status(State.PROGRESS, "begins", 0);
        outcome = begun;
        options.add(how);
        urls.add(url.toString()); // last: tests wait for it, and then say how it ends
        return begun;
    }

    UpdateStatus progress(int percent) {
        status = status(State.PROGRESS, "writing", percent);
        return status;
    }

    void succeed(String message) {
        status = status(State.IDLE, message, 100);
        outcome.complete(status(State.SUCCESS, message, 100));
    }

    void fail(FirmwareException why) {
        status = status(State.ERROR, why.getMessage(), 0);
        outcome.completeExceptionally(why);
    }

    /** The gateway died: nobody is told of the end, which the updater's journal comes to. */
    void crash() {
        outcome = new CompletableFuture<>();
    }

    UpdateStatus ended(String message) {
        status = status(State.IDLE, message, 100);
        return status(State.SUCCESS, message, 100);
    }

    /** The gateway died before the updater had written anything down. */
    void forget() {
        crash();
        status = status(State.IDLE, "idle", 0);
    }

    private static UpdateStatus status(State state, String message, int percent) {
        return new UpdateStatus(
                state,
                message,
                Optional.empty(),
                state == State.PROGRESS ? Optional.of(Phase.WRITE) : Optional.empty(),
                0,
                0,
                percent,
                true,
                Duration.ZERO);
    }

    @Override
    public FirmwareUpload begin(UpdateOptions how) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<UpdateStatus> revert() {
        throw new UnsupportedOperationException();
    }
}
