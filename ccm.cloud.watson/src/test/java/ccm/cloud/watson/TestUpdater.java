package ccm.cloud.watson;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An updater whose updates end when a test says so. */
final class TestUpdater implements FirmwareUpdater {
    final List<String> bundles = new CopyOnWriteArrayList<>();
    private volatile UpdateStatus status = status(State.IDLE, "idle", 0);
    private volatile CompletableFuture<UpdateStatus> outcome = new CompletableFuture<>();

    @Override
    public UpdateStatus status() {
        return status;
    }

    @Override
    public FirmwareUpload begin(UpdateOptions how) {
        status = status(State.PROGRESS, "begins", 0);
        outcome = new CompletableFuture<>();
        return new Upload();
    }

    void succeed() {
        status = status(State.IDLE, "updated", 100);
        outcome.complete(status(State.SUCCESS, "updated", 100));
    }

    void fail(Reason reason) {
        status = status(State.ERROR, "failed", 0);
        outcome.completeExceptionally(new FirmwareException(reason, "failed"));
    }

    /** The gateway dies; the updater comes to the end of it, and nobody is told. */
    UpdateStatus endAlone() {
        status = status(State.IDLE, "updated", 100);
        outcome = new CompletableFuture<>();
        return status;
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
    public CompletionStage<UpdateStatus> update(URI url, UpdateOptions how) {
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

    private final class Upload implements FirmwareUpload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public long taken() {
            return bytes.size();
        }

        @Override
        public void write(byte[] more, int offset, int count) {
            bytes.write(more, offset, count);
        }

        @Override
        public void commitTimeout(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> end() {
            bundles.add(bytes.toString(StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<UpdateStatus> outcome() {
            return outcome;
        }

        @Override
        public void abort(String why) {
            throw new UnsupportedOperationException();
        }
    }
}
