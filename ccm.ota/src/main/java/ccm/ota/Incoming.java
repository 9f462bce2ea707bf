package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateStatus;
import ccm.ota.bundle.BundleLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A bundle that a caller brings. The callers write; the thread of the update waits for the end. */
final class Incoming implements FirmwareUpload {
    private static final long LARGEST = BundleLimits.USUAL.file();

    private final Path file;
    private final Disk disk;
    private final FileChannel channel;
    private final long size; // 0 when unknown
    private final CompletableFuture<Void> checked = new CompletableFuture<>();
    private final CompletableFuture<UpdateStatus> outcome = new CompletableFuture<>();
    private long taken;
    private boolean ended;
    private long lastProgress = System.nanoTime();
    private Optional<Duration> commitTimeout = Optional.empty();
    private FirmwareException over; // null until it was given up

    Incoming(Path file, long size, Disk disk) throws FirmwareException {
        this.file = file;
        this.disk = disk;
        this.size = size;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw Store.disk(file, e);
        }
    }

    @Override
    public synchronized long taken() {
        return taken;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws FirmwareException {
        if (over != null) {
            throw over;
        }
        if (ended) {
            throw new FirmwareException(
                    Reason.ABORTED, "Wrong state: the end of the bundle was told already");
        }
        try {
            look(bytes, offset, count);
            append(ByteBuffer.wrap(bytes, offset, count));
        } catch (FirmwareException e) {
            give(e);
            throw e;
        }
        taken += count;
        lastProgress = System.nanoTime();
    }

    @Override
    public synchronized void commitTimeout(Duration timeout) {
        if (!ended) {
            commitTimeout = Optional.of(timeout);
        }
    }

    @Override
    public synchronized CompletionStage<Void> end() {
        ended = true;
        notifyAll();
        return checked;
    }

    @Override
    public CompletionStage<UpdateStatus> outcome() {
        return outcome;
    }

    @Override
    public synchronized void abort(String why) {
        if (!ended && over == null) {
            give(new FirmwareException(Reason.ABORTED, "Update aborted: " + why));
        }
    }

    /** What the form said behind the bundle. */
    synchronized Optional<Duration> commitTimeout() {
        return commitTimeout;
    }

    /** True when all has come, as its sender says. */
    synchronized boolean isEnded() {
        return ended;
    }

    /** How long nothing has come. */
    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastProgress);
    }

    /** True once no more can come. */
    synchronized boolean isOver() {
        return over != null;
    }

    CompletableFuture<Void> checked() {
        return checked;
    }

    CompletableFuture<UpdateStatus> result() {
        return outcome;
    }

    /**
     * Waits until all is on disk.
     *
     * @param patience the longest without a byte
     */
    synchronized void await(Duration patience, Board board)
            throws FirmwareException, InterruptedException {
        while (!ended && over == null) {
            long left = lastProgress + patience.toNanos() - System.nanoTime();
            if (left <= 0) {
                give(
                        new FirmwareException(
                                Reason.ABORTED,
                                String.format(
                                        "Update timed out: nothing came for %d s, after %d bytes."
                                                + " Send it again, or raise update.timeout.",
                                        patience.toSeconds(), taken)));
            } else {
                board.at(Board.Phase.RECEIVE, taken, size);
                wait(Math.min(1000, TimeUnit.NANOSECONDS.toMillis(left) + 1));
            }
        }
        if (over != null) {
            throw over;
        }
        finish();
    }

    /** Takes nothing any more. */
    synchronized void close(FirmwareException why) {
        if (over == null) {
            give(why);
        }
    }

    private void finish() throws FirmwareException {
        if (size > 0 && taken != size) {
            give(
                    new FirmwareException(
                            Reason.BAD_BUNDLE,
                            String.format(
                                    "Not all data was processed: %d bytes came, %d were announced."
                                            + " Send it again.",
                                    taken, size)));
            throw over;
        }
        try {
            disk.force(channel);
            channel.close();
        } catch (IOException e) {
            throw Store.disk(file, e);
        }
    }

    private void look(byte[] bytes, int offset, int count) throws FirmwareException {
        if (taken == 0 && count > 0 && "P:S\u007f".indexOf(bytes[offset]) < 0) {
            throw new FirmwareException(
                    Reason.BAD_BUNDLE,
                    "Malformed archive (invalid file header): this is neither a zip file nor an"
                            + " image in Intel HEX, S-records or ELF. Make one of a .bin file with"
                            + " create-fw-bundle.");
        }
        long limit = size > 0 ? size : LARGEST;
        if (taken + count > limit) {
            throw new FirmwareException(
                    Reason.BAD_BUNDLE,
                    size > 0
                            ? "more than the " + size + " bytes that were announced came"
                            : "more than " + LARGEST + " bytes came, which no bundle may have");
        }
    }

    private void append(ByteBuffer bytes) throws FirmwareException {
        try {
            disk.append(channel, bytes);
        } catch (IOException e) {
            throw Store.disk(file, e);
        }
    }

    private void give(FirmwareException why) {
        over = why;
        try {
            channel.close();
        } catch (IOException e) {
            over.addSuppressed(e);
        }
        notifyAll();
    }
}
