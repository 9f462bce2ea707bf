package ccm.cloud.watson;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.UpdateListener;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's firmware as the platform manages it: downloaded, then written by the updater. On the
 * worker's thread, but for what is told by others. What is under way is on disk before anything
 * else: after a restart it goes on.
 */
final class HostFirmware implements UpdateListener {
    static final int ACCEPTED = 202;
    static final int CHANGED = 204;
    static final int OK = 200;
    static final int BAD = 400;
    static final int CONFLICT = 409;
    static final int UNSUPPORTED = 501;

    private static final Logger LOG = LoggerFactory.getLogger(HostFirmware.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final long START_SECONDS = 30;
    private static final int DONE_PERCENT = 100;
    private static final int BUFFER = 16 << 10;

    private final Worker worker;
    private final FirmwareFile file;
    private final long pauseMillis;
    private final Fetcher fetcher = new Fetcher();
    private Runnable changed = () -> {}; // set before anything happens
    private Optional<Firmware> known = Optional.empty();
    private Optional<FirmwareUpdater> updater = Optional.empty();
    private boolean awaited = true; // the updater: it may start a little later than we
    private final List<Runnable> early = new ArrayList<>(); // what waits for it
    private boolean running; // a download or an update of ours
    private boolean following; // an update that was begun before the restart

    /**
     * Makes it.
     *
     * @param pauseMillis before a busy updater is asked again
     */
    HostFirmware(Worker worker, FirmwareFile file, long pauseMillis) {
        this.worker = worker;
        this.file = file;
        this.pauseMillis = pauseMillis;
    }

    /** Told whenever something changes that the platform may want to hear of. */
    void onChange(Runnable told) {
        changed = told;
    }

    void updater(FirmwareUpdater next) {
        worker.run(
                () -> {
                    updater = Optional.of(next);
                    resume();
                    admit();
                });
    }

    /** Does it now; at the start of a gateway when the updater is there, or does not come. */
    void soon(Runnable task) {
        if (updater.isPresent() || !awaited) {
            task.run();
            return;
        }
        if (early.isEmpty()) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, START_SECONDS, TimeUnit.SECONDS)
                    .thenRun(() -> worker.run(this::admit));
        }
        early.add(task);
    }

    private void admit() {
        awaited = false;
        List<Runnable> now = List.copyOf(early);
        early.clear();
        now.forEach(Runnable::run);
    }

    void without(FirmwareUpdater gone) {
        worker.run(() -> updater = updater.filter(each -> each != gone));
    }

    Firmware now() {
        if (known.isEmpty()) {
            known = Optional.of(file.read());
        }
        return known.get();
    }

    void observe(boolean on) {
        if (now().observed() != on) {
            keep(now().observed(on));
        }
    }

    /** Notes a request before it is acted on; false when that was done already. */
    boolean first(String request) {
        if (!request.isEmpty() && request.equals(now().action())) {
            return false;
        }
        keep(now().by(request));
        return true;
    }

    /** What the platform says of the firmware that it wants. */
    int told(JsonNode value) {
        if (!value.isObject()) {
            return BAD;
        }
        Firmware next = now().told(value);
        if (next.same(now())) {
            return OK;
        }
        if (now().busy()) {
            return CONFLICT;
        }
        keep(next);
        return CHANGED;
    }

    /** Whether a download can begin, as the answer to the platform. */
    int mayDownload() {
        if (updater.isEmpty()) {
            return UNSUPPORTED;
        }
        boolean idle = now().state() == Firmware.IDLE && !now().busy();
        return idle && isAddress(now().uri()) ? ACCEPTED : BAD;
    }

    /** Whether an update can begin, as the answer to the platform. */
    int mayUpdate() {
        if (updater.isEmpty()) {
            return UNSUPPORTED;
        }
        return now().state() == Firmware.DOWNLOADED && !now().busy() ? ACCEPTED : BAD;
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void download() {
        change(now().at(Firmware.DOWNLOADING, Firmware.SUCCESS));
        fetch();
    }

    void update() {
        change(now().at(Firmware.DOWNLOADED, Firmware.RUNNING).fresh());
        begin();
    }

    /** Goes on with what was under way when the gateway ended. */
    void resume() {
        if (running || following) {
            return;
        }
        if (now().state() == Firmware.DOWNLOADING) {
            fetch();
        } else if (now().status() == Firmware.RUNNING && updater.isPresent()) {
            takeUp(updater.get().status());
        }
    }

    void close() {
        fetcher.close();
    }

    private void fetch() {
        running = true;
        LOG.info("watson: fetches the firmware {}", now().uri());
        fetcher.begin(now(), file.bundle(), status -> worker.run(() -> fetched(status)));
    }

    private void fetched(int status) {
        running = false;
        boolean good = status == Firmware.SUCCESS;
        change(now().at(good ? Firmware.DOWNLOADED : Firmware.IDLE, status));
    }

    private void takeUp(UpdateStatus status) {
        if (now().attempts() == 0) {
            begin();
        } else if (status.state() == State.PROGRESS) {
            following = true;
        } else if (!status.message().equals(now().before())) {
            finished(status); // it ended while we were away
        } else if (now().attempts() < MAX_ATTEMPTS) {
            begin();
        } else {
            end(Firmware.UNSUPPORTED, "it was interrupted " + MAX_ATTEMPTS + " times");
        }
    }

    private void begin() {
        try {
            FirmwareUpdater current = updater.orElseThrow(() -> gone());
            keep(now().begun(current.status().message()));
            long size = Files.size(file.bundle());
            FirmwareUpload upload = current.begin(options(size));
            running = true;
            upload.outcome()
                    .whenComplete((status, problem) -> worker.run(() -> over(status, problem)));
            hand(upload);
        } catch (FirmwareException e) {
            running = false;
            refused(e);
        } catch (IOException e) {
            running = false;
            end(Firmware.NO_ROOM, file.bundle() + ": " + e);
        }
    }

    private static FirmwareException gone() {
        return new FirmwareException(Reason.BUSY, "ccm.ota is away. is the bundle started?");
    }

    /** Repeating it writes nothing when the host has it already. */
    private UpdateOptions options(long size) {
        return new UpdateOptions(
                Optional.empty(),
                Optional.empty(),
                now().attempts() > 1,
                size,
                "watson firmware " + now().version());
    }

    /** A refusal while it is handed over ends the outcome too. */
    private void hand(FirmwareUpload upload) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file.bundle())) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                upload.write(buffer, 0, count);
            }
            upload.end();
        } catch (FirmwareException e) {
            LOG.debug("watson: the bundle was refused", e);
            upload.abort("refused");
        }
    }

    private void refused(FirmwareException why) {
        if (why.reason() == Reason.BUSY) {
            LOG.info("watson: the update waits: {}", why.getMessage());
            keep(now().fresh());
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, pauseMillis, TimeUnit.MILLISECONDS)
                    .thenRun(() -> worker.run(this::resume));
        } else {
            end(status(why), why.getMessage());
        }
    }

    private void over(UpdateStatus status, Throwable problem) {
        running = false;
        if (problem == null) {
            end(Firmware.SUCCESS, status.message());
            return;
        }
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        end(
                cause instanceof FirmwareException known ? status(known) : Firmware.UNSUPPORTED,
                cause.getMessage());
    }

    private static int status(FirmwareException why) {
        return why.reason() == Reason.NO_SPACE ? Firmware.NO_ROOM : Firmware.UNSUPPORTED;
    }

    @Override
    public void onUpdate(UpdateStatus status) {
        worker.run(
                () -> {
                    if (following && status.state() != State.PROGRESS) {
                        finished(status);
                    }
                });
    }

    /** How an update that was begun before the restart has ended. */
    private void finished(UpdateStatus status) {
        following = false;
        boolean good =
                status.state() == State.SUCCESS
                        || status.state() == State.IDLE && status.percent() == DONE_PERCENT;
        end(good ? Firmware.SUCCESS : Firmware.UNSUPPORTED, status.message());
    }

    private void end(int status, String why) {
        LOG.info("watson: firmware {}: {}", now().version(), why);
        file.deleteBundle();
        change(now().at(Firmware.IDLE, status));
    }

    private void change(Firmware next) {
        keep(next);
        changed.run();
    }

    private void keep(Firmware next) {
        known = Optional.of(next);
        file.write(next);
    }
}
