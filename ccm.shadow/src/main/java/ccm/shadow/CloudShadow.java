package ccm.shadow;

import ccm.api.cloud.CloudException;
import ccm.api.shadow.ShadowBackend;
import ccm.api.shadow.ShadowChange;
import ccm.api.shadow.ShadowChange.Kind;
import ccm.api.shadow.ShadowDocument;
import ccm.shadow.Desired.Outcome;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shadow of one cloud while its backend is here: asks for the document, reports, takes in what
 * the cloud wants. One request at a time. Touched by the engine's loop alone.
 *
 * <p>Invariant: whenever nothing is under way and the cloud is ready, what is known of it is so, or
 * the document is about to be asked for.
 */
final class CloudShadow {
    static final Duration STALE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(CloudShadow.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long DOUBT = TimeUnit.SECONDS.toNanos(10);
    private static final long UNSURE = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_EARLY = 100;

    private final ShadowBackend backend;
    private final Desired desired;
    private final Surroundings around;
    private final Patience patience;
    private final Telling telling = new Telling();
    private final Unsent unsent = new Unsent();
    private final List<ShadowChange> early = new ArrayList<>(); // came while the document was asked
    private boolean ready;
    private boolean asking; // for the document
    private Optional<Unsent.Report> reporting = Optional.empty();
    private int reportingOn; // the connection of that report
    private int connection; // answers of a former one count no more
    private boolean closed;
    private boolean confirmed; // desired was heard of since the engine started
    private boolean doubted; // whether what the host took back is wanted still
    private long documentAt = NEVER; // when to ask for it
    private long reportAt; // no report earlier: the cloud wants a pause
    private final Runnable cancelTrust;
    private Runnable cancelWake = () -> {};

    /** What the shadow of a cloud needs of the engine. */
    interface Surroundings {
        Loop loop();

        ShadowSettings settings();

        Reported reported();

        /** It may be that the host has to be told something. */
        void look(CloudShadow shadow);

        /** Desired has to go to disk. */
        void changed(CloudShadow shadow);

        /** The cloud has what was reported. */
        void reached(CloudShadow shadow);

        /** From 0.9 to 1.1, so that not all devices ask at the same time. */
        double jitter();
    }

    CloudShadow(ShadowBackend backend, Desired desired, Surroundings around) {
        this.backend = backend;
        this.desired = desired;
        this.around = around;
        this.patience = new Patience(backend.name());
        cancelTrust = around.loop().after(STALE, this::trustOld);
    }

    ShadowBackend backend() {
        return backend;
    }

    String name() {
        return backend.name();
    }

    Desired desired() {
        return desired;
    }

    Telling telling() {
        return telling;
    }

    /** Why members of the report are set aside. For any thread. */
    Map<String, String> refusals() {
        return unsent.refusals();
    }

    String trouble() {
        return patience.trouble();
    }

    /** True when the host may be told what is wanted. */
    boolean isKnown() {
        return confirmed && !doubted;
    }

    void close() {
        closed = true;
        cancelTrust.run();
        cancelWake.run();
    }

    /** Requests can be made, or cannot any more. */
    void ready(boolean now) {
        if (now == ready) {
            return;
        }
        ready = now;
        connection++;
        if (asking) {
            asking = false;
            documentAt = around.loop().nanos();
        }
        early.clear();
        patience.reset();
        if (reporting.isPresent()) {
            unsent.unknown(); // it may have arrived
        }
        if (now) {
            telling.forget();
            documentAt = Math.min(documentAt, refreshAt());
            askAfterConnecting();
        } else {
            doubted = false; // nobody to ask: what is known counts
        }
        act();
        around.look(this);
    }

    /** The cloud wants something. */
    void change(ShadowChange change) {
        if (asking) {
            early.add(change);
            if (early.size() > MAX_EARLY) {
                early.clear();
                connection++; // the answer under way is too old
                asking = false;
                askSoon(0);
            }
            return;
        }
        apply(change);
        act();
        around.look(this);
    }

    /** Something the cloud said was lost on the way. */
    void missed() {
        askSoon(0);
        act();
    }

    /**
     * The host has taken something back. It may be that the cloud does not want it any more, and
     * never said so because it was equal: then the host must not be told.
     */
    void doubt() {
        if (ready && !desired.tellsRemovals()) {
            doubted = true;
            askSoon(0);
            act();
        }
    }

    /** Does what is to be done, as far as nothing is under way. */
    void act() {
        cancelWake.run();
        boolean busy = reporting.isPresent();
        if (closed || !ready || asking || busy && reportingOn == connection) {
            return;
        }
        long now = around.loop().nanos();
        if (now < patience.notBefore()) {
            wake(patience.notBefore() - now);
        } else if (now >= documentAt) {
            ask();
        } else if (!busy) { // at most one unfinished at a time, of former connections too
            report(now);
        }
    }

    private void report(long now) {
        long wait = reportAt - now;
        Reported.State state = around.reported().saved();
        if (wait > 0) {
            wake(Math.min(wait, documentAt - now));
            return;
        }
        Optional<Unsent.Report> next = unsent.next(state, this::refusal);
        if (next.isEmpty()) {
            wake(documentAt - now);
            return;
        }
        reporting = next;
        reportingOn = connection;
        reportAt = now + backend.reportInterval().toNanos();
        Unsent.Report report = next.get();
        int asked = connection;
        Request.make(
                around.loop(),
                name(),
                () -> backend.report(report.patch(), report.whole()),
                (nothing, failure) -> reported(asked == connection, report, state, failure));
    }

    private void reported(
            boolean mine, Unsent.Report report, Reported.State state, Optional<Throwable> failure) {
        reporting = Optional.empty();
        if (!mine || closed) {
            act(); // of a former connection: the document was asked for since
            return;
        }
        if (failure.isEmpty()) {
            unsent.done(report);
            patience.succeeded();
            if (!backend.tellsAfterReports()) {
                askSoon(UNSURE);
            }
            around.reached(this);
        } else if (failure.get() instanceof CloudException e && e.permanent()) {
            unsent.refused(report, state, e.getMessage())
                    .ifPresent(member -> setAside(member, e.getMessage()));
        } else {
            unsent.unknown(); // it may have arrived
            askAfterConnecting();
            failed(failure.get());
        }
        act();
    }

    private Optional<String> refusal(ObjectNode report, ObjectNode whole) {
        try {
            return backend.refusal(report, whole);
        } catch (RuntimeException e) { // a foreign plugin
            LOG.error("{}: cannot say whether it takes a report", name(), e);
            return Optional.empty();
        }
    }

    private void askAfterConnecting() {
        if (around.settings().getOnConnect()) {
            documentAt = around.loop().nanos();
        } else {
            confirmed = true;
        }
    }

    private void setAside(String member, String reason) {
        LOG.warn(
                "{}: {} is not reported: {}. The rest is. Report another value for it",
                name(),
                member,
                reason);
    }

    private void ask() {
        asking = true;
        documentAt = refreshAt();
        int asked = connection;
        Request.make(
                around.loop(),
                name(),
                backend::get,
                (document, failure) -> {
                    if (asked == connection && !closed) {
                        answered(document, failure);
                    }
                });
    }

    private void answered(ShadowDocument document, Optional<Throwable> failure) {
        asking = false;
        doubted = false;
        if (failure.isEmpty()) {
            take(document);
            patience.succeeded();
        } else {
            askSoon(0);
            failed(failure.get());
        }
        List<ShadowChange> waited = new ArrayList<>(early);
        early.clear();
        waited.removeIf(change -> isOld(change));
        waited.sort(Comparator.comparingLong(ShadowChange::version));
        waited.forEach(this::apply);
        act();
        around.look(this);
    }

    private boolean isOld(ShadowChange change) {
        return change.version() != ShadowDocument.NO_VERSION
                && change.version() <= desired.version();
    }

    private void take(ShadowDocument document) {
        Optional<String> refusal = Limits.refusal(document.desired(), "desired");
        if (refusal.isPresent()) {
            tooMuch(refusal.get());
            return;
        }
        confirmed = true;
        document.reported().ifPresent(tree -> unsent.acknowledged(Trees.plain(tree)));
        ObjectNode before = desired.tree();
        long version = desired.version();
        if (desired.document(document)) {
            telling.changed();
            LOG.debug("{}: wants {} instead of {}", name(), desired.tree(), before);
        }
        if (before != desired.tree() || version != desired.version()) {
            around.changed(this);
        }
    }

    private void apply(ShadowChange change) {
        Optional<String> refusal = Limits.refusal(change.desired(), "desired");
        if (refusal.isPresent()) {
            tooMuch(refusal.get());
            return;
        }
        Outcome outcome = desired.change(change, reportedThere());
        switch (outcome) {
            case GAP -> askSoon(0);
            case OLD -> {
                if (change.version() < desired.version()) {
                    askSoon(DOUBT); // late, or the cloud counts anew
                }
            }
            case CHANGED -> telling.changed();
            case UNCHANGED -> {}
        }
        if (change.kind() == Kind.DIFFERENCE && change.version() == ShadowDocument.NO_VERSION) {
            askSoon(UNSURE); // it may be a late one, and would take back what came before it
        }
        if (outcome == Outcome.CHANGED || outcome == Outcome.UNCHANGED) {
            confirmed = true;
            around.changed(this);
        }
    }

    /** What the cloud may have as reported now. While that is not known, nothing is given up. */
    private List<ObjectNode> reportedThere() {
        if (unsent.acknowledged().isEmpty()) {
            askSoon(0);
            return List.of(desired.tree());
        }
        ObjectNode certain = unsent.acknowledged().get();
        return reporting
                .map(report -> List.of(certain, Trees.merge(certain, report.patch())))
                .orElse(List.of(certain));
    }

    private void tooMuch(String refusal) {
        patience.trouble(refusal + ". What was wanted before still counts");
    }

    private void askSoon(long wait) {
        documentAt = Math.min(documentAt, around.loop().nanos() + wait);
    }

    private long refreshAt() {
        Duration refresh = around.settings().refresh();
        return refresh.isZero()
                ? NEVER
                : around.loop().nanos() + (long) (refresh.toNanos() * around.jitter());
    }

    private void trustOld() {
        if (!confirmed) {
            confirmed = true;
            around.look(this);
        }
    }

    private void failed(Throwable failure) {
        patience.failed(failure, around.loop().nanos(), around.jitter());
    }

    private void wake(long nanos) {
        if (nanos < NEVER / 2) { // else there is nothing to wake for
            cancelWake = around.loop().after(Duration.ofNanos(Math.max(1, nanos)), this::act);
        }
    }
}
