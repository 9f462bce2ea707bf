package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareProgress.Phase;
import ccm.api.firmware.FirmwareTarget;
import ccm.api.firmware.FirmwareUpload;
import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.ota.bundle.Bundle;
import ccm.ota.bundle.BundleLimits;
import ccm.ota.bundle.VersionRule;
import ccm.ota.fetch.Fetch;
import ccm.ota.fetch.Fetched;
import ccm.parts.threads.NamedThreads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One update at a time, on a thread that lives as long as it does. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final long STOP_MILLIS = 10_000;
    private static final long SLACK = 64 * 1024;
    private static final String GATEWAY = "the gateway";

    private final Store store;
    private final EngineSettings settings;
    private final HostTalk talk;
    private final Board board;
    private final Verdict verdict = new Verdict();
    private final Preparing preparing;
    private final Surroundings around;
    private final NamedThreads threads = new NamedThreads("ccm-ota");
    private Thread thread; // null while nothing is in progress; guarded by this
    private Occupant occupant = Occupant.here(GATEWAY); // of what is in progress
    private CompletableFuture<UpdateStatus> outcome; // of what is in progress
    private boolean closed;

    /** Something that takes a while. */
    private interface Task {
        UpdateStatus run() throws FirmwareException, InterruptedException;
    }

    Engine(Path folder, Surroundings around, EngineSettings settings) {
        this(folder, new Disk(), around, settings);
    }

    Engine(Path folder, Disk disk, Surroundings around, EngineSettings settings) {
        this.around = around;
        this.settings = settings;
        this.store = new Store(folder, disk);
        store.open();
        this.talk = new HostTalk(around);
        this.board = new Board(store.ledger(), this::tell);
        this.preparing = new Preparing(store, board, around, talk, settings);
    }

    /** Takes up what was not finished; does nothing else. */
    synchronized void open() {
        Optional<Journal> journal = store.ledger().journal();
        if (journal.isPresent()) {
            LOG.warn(
                    "update: {} was cut off ({}) and goes on",
                    journal.get().next().shown(),
                    journal.get().step());
            start(GATEWAY, "going on after a restart", settling()::go, future());
        } else if (store.ledger().entered().isPresent()) {
            String type = store.ledger().entered().get();
            start(GATEWAY, "starting the host again", () -> settling().leave(type), future());
        }
    }

    /** Stops as a power cut would, only slower: the journal says what is left to do. */
    void close() throws InterruptedException {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running != null) {
            running.interrupt();
            running.join(STOP_MILLIS);
        }
    }

    UpdateStatus status() {
        return board.status();
    }

    Ledger ledger() {
        return store.ledger();
    }

    synchronized FirmwareUpload begin(UpdateOptions options) throws FirmwareException {
        refuseUnlessFree();
        store.reserve(Math.max(options.size(), 0) + SLACK);
        if (options.size() > BundleLimits.USUAL.file()) {
            throw new FirmwareException(
                    Reason.BAD_BUNDLE,
                    options.size()
                            + " bytes are announced, a bundle may have "
                            + BundleLimits.USUAL.file());
        }
        Incoming incoming = store.take(Math.max(options.size(), 0));
        LOG.info("update: a bundle comes from {}", options.source());
        Duration patience = options.timeout().orElse(settings.timeout());
        start(
                Occupant.bringing(options.source(), incoming, patience),
                "receiving the bundle",
                () -> receive(incoming, options, patience),
                incoming.result());
        incoming.result()
                .whenComplete(
                        (end, failure) -> {
                            if (failure instanceof FirmwareException e) {
                                incoming.checked().completeExceptionally(e);
                                incoming.close(e);
                            }
                        });
        return incoming;
    }

    synchronized CompletionStage<UpdateStatus> update(URI url, UpdateOptions options)
            throws FirmwareException {
        refuseUnlessFree();
        store.make();
        CompletableFuture<UpdateStatus> end = future();
        LOG.info("update: {} is fetched for {}", Fetch.shown(url), options.source());
        start(options.source(), "fetching the bundle", () -> fetch(url, options), end);
        return end;
    }

    synchronized void commit() throws FirmwareException {
        if (thread == null || board.status().committed()) {
            throw Refusals.nothingToCommit();
        }
        verdict.say(Verdict.Word.COMMIT);
    }

    synchronized CompletionStage<UpdateStatus> revert() throws FirmwareException {
        if (thread != null && !board.status().committed()) {
            CompletionStage<UpdateStatus> end = outcome.handle((status, e) -> afterRevert(e));
            verdict.say(Verdict.Word.REVERT);
            return end;
        }
        refuseUnlessFree();
        if (store.ledger().kept().isEmpty()) {
            throw Refusals.nothingKept();
        }
        CompletableFuture<UpdateStatus> end = future();
        start("OTA.Revert", "going back to the kept firmware", this::goBack, end);
        return end;
    }

    /** Reads what the host runs and keeps it; the range is that of the last update. */
    synchronized CompletionStage<UpdateStatus> snapshot() throws FirmwareException {
        refuseUnlessFree();
        if (store.ledger().running().isEmpty()) {
            throw new FirmwareException(
                    Reason.NOT_CONFIGURED,
                    "this gateway has not updated the host yet, so it does not know how much to"
                            + " read. The first update keeps what the host runs.");
        }
        CompletableFuture<UpdateStatus> end = future();
        start("OTA.CreateSnapshot", "reading what the host runs", this::readRunning, end);
        return end;
    }

    private UpdateStatus receive(Incoming incoming, UpdateOptions options, Duration patience)
            throws FirmwareException, InterruptedException {
        incoming.await(patience, board);
        return install(
                preparing.open(store.incoming()),
                options,
                window(incoming.commitTimeout().or(options::commitTimeout)),
                () -> incoming.checked().complete(null));
    }

    private UpdateStatus fetch(URI url, UpdateOptions options)
            throws FirmwareException, InterruptedException {
        Polled known = store.ledger().polled();
        boolean same = options.ignoreSameVersion() && known.url().equals(url.toString());
        Path file = store.download();
        Fetched fetched;
        try (Fetch fetch = new Fetch(settings.fetch().get(), url, file)) {
            fetched =
                    fetch.run(
                            same ? known.tag() : "",
                            (done, total) -> board.at(Phase.RECEIVE, done, total));
        }
        if (!fetched.modified()) {
            return board.success(Fetched.NOT_MODIFIED);
        }
        Polled found = new Polled(url.toString(), fetched.tag(), "", true);
        try {
            Bundle bundle = preparing.open(file);
            found = new Polled(url.toString(), fetched.tag(), bundle.sha256(), true);
            if (same && known.refused() && known.sha256().equals(bundle.sha256())) {
                throw new FirmwareException(
                        Reason.ABORTED,
                        Fetch.shown(url)
                                + ": the host could not be updated with this bundle before. It is"
                                + " not tried again by itself; OTA.Update does.");
            }
            UpdateStatus end = install(bundle, options, window(options.commitTimeout()), () -> {});
            store.note(
                    store.ledger()
                            .with(new Polled(found.url(), found.tag(), found.sha256(), false)));
            return end;
        } catch (FirmwareException e) {
            if (e.reason() == Reason.REVERTED || e.reason() == Reason.BAD_BUNDLE) {
                store.note(store.ledger().with(found));
            }
            throw e;
        } finally {
            Fetch.forget(file);
        }
    }

    private UpdateStatus install(
            Bundle bundle, UpdateOptions options, Duration window, Runnable checked)
            throws FirmwareException, InterruptedException {
        Optional<Preparing.Wanted> wanted = preparing.check(bundle, options.ignoreSameVersion());
        checked.run();
        if (wanted.isEmpty()) {
            return board.success(VersionRule.SAME);
        }
        return write(preparing.begin(wanted.get(), window, options.source(), false));
    }

    private UpdateStatus goBack() throws FirmwareException, InterruptedException {
        return write(
                preparing.begin(preparing.kept(), window(Optional.empty()), "OTA.Revert", true));
    }

    private UpdateStatus write(Preparing.Begun begun)
            throws FirmwareException, InterruptedException {
        return settling().go(begun);
    }

    private UpdateStatus readRunning() throws FirmwareException {
        Installed running = store.ledger().running().orElseThrow();
        FirmwareWriter writer =
                around.writer(running.type())
                        .orElseThrow(() -> Refusals.noWriter(running.type(), around.types()));
        store.keep(store.ledger().entering(running.type()));
        FirmwareImage read;
        try {
            FirmwareTarget target = writer.open(board);
            try {
                read = target.read(store.image(running));
            } finally {
                target.close();
            }
        } finally {
            store.note(store.ledger().left());
        }
        Installed kept = new Installed(running.firmware(), running.type(), store.keep(read));
        store.keep(store.ledger().settled(Optional.of(running), Optional.of(kept)));
        return board.success("what the host runs is kept: " + read.size() + " bytes");
    }

    private Settling settling() {
        return new Settling(store, board, around, talk, settings, verdict);
    }

    private Duration window(Optional<Duration> ofCaller) {
        return ofCaller.filter(window -> !window.isZero()).orElse(settings.window());
    }

    private void refuseUnlessFree() throws FirmwareException {
        if (!settings.enabled()) {
            throw Refusals.off();
        }
        if (closed) {
            throw new FirmwareException(
                    Reason.BUSY, "the updater is stopping. Try again in a second.");
        }
        if (thread != null) {
            throw occupant.busy(board.status());
        }
    }

    private void start(String by, String what, Task task, CompletableFuture<UpdateStatus> end) {
        start(Occupant.here(by), what, task, end);
    }

    private void start(Occupant by, String what, Task task, CompletableFuture<UpdateStatus> end) {
        occupant = by;
        outcome = end;
        verdict.clear();
        board.begin(what);
        thread = threads.newThread(() -> run(task, end));
        thread.setUncaughtExceptionHandler((dead, error) -> died(end, error));
        thread.start();
    }

    /** An {@link Error} passes: it must leave the disk as a power cut would. */
    private void run(Task task, CompletableFuture<UpdateStatus> end) {
        try {
            UpdateStatus success = task.run();
            over(end, future -> future.complete(success));
        } catch (InterruptedException e) {
            fail(end, new FirmwareException(Reason.ABORTED, "the gateway is stopping"), false);
        } catch (FirmwareException e) {
            fail(end, e, !Thread.interrupted()); // a file would be closed by it
        } catch (RuntimeException e) {
            LOG.error("update: failed for a reason of the gateway's own", e);
            fail(end, new FirmwareException(Reason.INTERNAL, "the gateway failed: " + e, e), true);
        }
    }

    private void fail(
            CompletableFuture<UpdateStatus> end, FirmwareException failure, boolean kept) {
        LOG.warn("update: {}", failure.getMessage());
        LOG.debug("update: failed", failure);
        if (kept) {
            store.note(
                    store.ledger()
                            .ended(failure.getMessage(), Optional.of(failure.reason().name())));
        }
        board.failure(failure.getMessage(), failure.reason());
        over(end, future -> future.completeExceptionally(failure));
    }

    /** The next one may begin; then who waits is told. */
    private void over(
            CompletableFuture<UpdateStatus> end,
            Consumer<CompletableFuture<UpdateStatus>> completion) {
        store.sweep();
        synchronized (this) {
            thread = null;
        }
        completion.accept(end);
    }

    /** Nothing goes on until a restart, which takes the journal up. */
    private void died(CompletableFuture<UpdateStatus> end, Throwable error) {
        LOG.error("update: died. Restart the gateway: it goes on where it was.", error);
        end.completeExceptionally(
                new FirmwareException(
                        Reason.INTERNAL,
                        "the gateway failed (" + error + "). Restart it: the update goes on.",
                        error));
    }

    private void tell(UpdateStatus status) {
        around.tell(status);
    }

    private UpdateStatus afterRevert(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FirmwareException e && e.reason() == Reason.REVERTED) {
            return board.status();
        }
        throw new CompletionException(
                cause != null
                        ? cause
                        : new FirmwareException(
                                Reason.ABORTED, "the new firmware had proven itself just before"));
    }

    private static CompletableFuture<UpdateStatus> future() {
        return new CompletableFuture<>();
    }
}
