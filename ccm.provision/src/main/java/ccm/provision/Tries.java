package ccm.provision;

import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.Fault;
import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.provision.ProvisionStatus.Phase;
import ccm.api.rpc.RpcException;
import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiState;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries new settings of a network before they are saved, one person's at a time. Whatever fails,
 * nothing of the configuration was changed and the network before is joined again.
 */
final class Tries {
    private static final Logger LOG = LoggerFactory.getLogger(Tries.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RESERVE = Duration.ofSeconds(2); // for saving and answering

    /** What a gateway without a radio says. */
    static final String NO_WIFI =
            "This device has no WiFi that can be used: no radio, or neither NetworkManager nor"
                    + " wpa_supplicant runs it. Install one of them, or plug in a cable.";

    private final Timing timing;
    private final Services services;
    private final Radio radio;
    private final ConfigTree tree;
    private final StationKeeper keeper;
    private final Supplier<Duration> limit;
    private final Events events;

    private volatile Optional<Attempt> shown = Optional.empty();
    private Optional<Running> running = Optional.empty(); // for the engine's thread, as below
    private long count;

    /**
     * What is tried.
     *
     * @param method that asked for it, for messages
     * @param change what is saved when all went well
     * @param station the network to join
     * @param by who wants it
     */
    record Wish(String method, ObjectNode change, Station station, String by) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return method + " of " + station + " by " + by;
        }
    }

    /** Told of what a try does. */
    interface Events {
        /** This network is saved. */
        void onKept(Station station);

        /** Settings may have changed. */
        void onSettings();

        /** {@link #last} has changed. */
        void onAttempt();
    }

    private record Running(Wish wish, long number, long begun, CompletableFuture<Attempt> answer) {}

    Tries(
            Timing timing,
            Services services,
            Radio radio,
            ConfigTree tree,
            StationKeeper keeper,
            Supplier<Duration> limit,
            Events events) {
        this.timing = timing;
        this.services = services;
        this.radio = radio;
        this.tree = tree;
        this.keeper = keeper;
        this.limit = limit;
        this.events = events;
    }

    /** The last try of this run. */
    Optional<Attempt> last() {
        return shown;
    }

    /**
     * Begins a try.
     *
     * @return completes on the engine's thread; fails with an {@link RpcException}
     */
    CompletionStage<Attempt> begin(Wish wish) {
        CompletableFuture<Attempt> answer = new CompletableFuture<>();
        if (!timing.run(() -> start(wish, answer))) {
            answer.completeExceptionally(ChannelCalls.replaced(wish.method()));
        }
        return answer;
    }

    /** The engine ends; the radio goes on, and its next engine takes what is joined as it is. */
    void close() {
        running.ifPresent(
                run ->
                        run.answer()
                                .completeExceptionally(ChannelCalls.replaced(run.wish().method())));
    }

    private void start(Wish wish, CompletableFuture<Attempt> answer) {
        if (running.isPresent()) {
            answer.completeExceptionally(busy(wish.method()));
            return;
        }
        Optional<Trouble> hopeless = Trouble.hopeless(wish.station());
        if (hopeless.isPresent()) { // in better words than a check of settings has
            fail(begun(wish, answer), hopeless.get());
            return;
        }
        try {
            tree.check(wish.change());
        } catch (ConfigException e) {
            answer.completeExceptionally(e.refused(wish.method()));
            return;
        }
        Running run = begun(wish, answer);
        LOG.info("{}: trying {} for {}", wish.method(), wish.station(), wish.by());
        tell(run, Phase.JOINING, "", "Joining \"" + wish.station().ssid() + "\".", "");
        timing.after(limit.get().minus(RESERVE), () -> late(run));
        timing.after(limit.get(), () -> overdue(run));
        keeper.pause();
        radio.then(
                wifi -> {
                    if (!isIn(run, Phase.JOINING)) {
                        return; // over
                    }
                    if (wifi.isEmpty()) {
                        fail(run, new Trouble("unavailable", NO_WIFI));
                    } else {
                        join(run, wifi.get());
                    }
                });
    }

    private Running begun(Wish wish, CompletableFuture<Attempt> answer) {
        Running run = new Running(wish, ++count, timing.nanos(), answer);
        running = Optional.of(run);
        return run;
    }

    private RpcException busy(String method) {
        Running run = running.orElseThrow();
        long seconds = Duration.ofNanos(timing.nanos() - run.begun()).toSeconds();
        return RpcException.limit(
                method
                        + ": busy: \""
                        + run.wish().station().ssid()
                        + "\" is being tried for "
                        + run.wish().by()
                        + " since "
                        + seconds
                        + " s. Try again in "
                        + Math.max(1, limit.get().toSeconds() - seconds)
                        + " s.");
    }

    private void join(Running run, Wifi wifi) {
        Station station = run.wish().station();
        WifiState before = wifi.state();
        if (keeper.joined().equals(Optional.of(station)) && station.isIn(before)) {
            joined(run, before, services.ready()); // nothing to join: it is what is in use
            return;
        }
        ask(run, wifi);
    }

    private void ask(Running run, Wifi wifi) {
        Station station = run.wish().station();
        Map<CloudConnector, Instant> old = services.ready(); // through the network that is left
        Duration time = limit.get().multipliedBy(2).dividedBy(3);
        boolean hidden = !services.seen().contains(station.ssid());
        wifi.join(station.join(hidden, time))
                .whenComplete(
                        (state, e) ->
                                timing.run(
                                        () -> {
                                            if (e == null) {
                                                joined(run, state, old);
                                            } else {
                                                refused(run, e);
                                            }
                                        }));
    }

    private void late(Running run) {
        if (isIn(run, Phase.JOINING)) {
            refused(run, new WifiException(WifiException.Kind.TIMEOUT, "no answer"));
        }
    }

    /** An accident, which is in the log, has kept it from its end: nobody waits for that. */
    private void overdue(Running run) {
        if (running.filter(now -> now == run).isPresent()) {
            fail(
                    run,
                    new Trouble(
                            "unavailable",
                            "An error inside this device was in the way; its log says more. Try"
                                    + " again."));
        }
    }

    private void refused(Running run, Throwable e) {
        if (isIn(run, Phase.JOINING)) {
            Throwable cause =
                    e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            fail(run, Trouble.unexpected(run.wish().station().ssid(), cause));
        }
    }

    private void joined(Running run, WifiState state, Map<CloudConnector, Instant> old) {
        if (!isIn(run, Phase.JOINING)) {
            return;
        }
        boolean moved = !keeper.joined().equals(Optional.of(run.wish().station()));
        keeper.tookOver(run.wish().station());
        boolean fresh = moved && !services.leadsOutWithoutWifi();
        if (moved) {
            services.networkCame();
        }
        if (counting().isEmpty()) {
            save(run, state, "");
            return;
        }
        tell(
                run,
                Phase.CONNECTING_CLOUD,
                "",
                "\"" + run.wish().station().ssid() + "\" is joined. Connecting to the cloud.",
                state.ip());
        awaitCloud(run, state, fresh ? old : Map.of());
    }

    private void awaitCloud(Running run, WifiState state, Map<CloudConnector, Instant> old) {
        if (!isIn(run, Phase.CONNECTING_CLOUD)) {
            return;
        }
        List<CloudConnector> clouds = counting();
        Optional<CloudConnector> ready =
                clouds.stream()
                        .filter(cloud -> cloud.state().ready())
                        .filter(cloud -> !cloud.state().since().equals(old.get(cloud)))
                        .findFirst();
        if (ready.isPresent() || clouds.isEmpty()) {
            save(run, state, ready.map(CloudConnector::name).orElse(""));
        } else if (timing.passed(run.begun(), limit.get().minus(RESERVE))) {
            fail(run, cloudTrouble(run, clouds));
        } else {
            timing.after(POLL, () -> awaitCloud(run, state, old));
        }
    }

    /** Clouds that a network can help; one without its settings says so elsewhere. */
    private List<CloudConnector> counting() {
        return services.clouds().stream()
                .filter(cloud -> cloud.state().fault() != Fault.SETTINGS)
                .toList();
    }

    private Trouble cloudTrouble(Running run, List<CloudConnector> clouds) {
        CloudConnector worst =
                clouds.stream()
                        .filter(cloud -> cloud.state().fault() == Fault.CREDENTIALS)
                        .findFirst()
                        .orElse(clouds.get(0));
        return Trouble.of(run.wish().station().ssid(), worst.name(), worst.state(), timing.now());
    }

    private void save(Running run, WifiState state, String cloud) {
        tell(run, Phase.SAVING, "", "Saving.", state.ip());
        try {
            tree.keep(run.wish().change(), run.wish().by());
        } catch (ConfigException e) {
            fail(run, new Trouble("not_saved", "The settings cannot be saved: " + e.getMessage()));
            return;
        }
        events.onKept(run.wish().station());
        String text =
                "Connected to \""
                        + run.wish().station().ssid()
                        + "\" with the address "
                        + state.ip()
                        + (cloud.isEmpty() ? "." : ", and to the cloud " + cloud + ".");
        tell(run, Phase.DONE, "", text, state.ip());
        end(run);
        LOG.info("{}: {}", run.wish().method(), text);
        run.answer().complete(shown.orElseThrow());
    }

    private void fail(Running run, Trouble trouble) {
        tell(run, Phase.FAILED, trouble.kind(), trouble.text(), "");
        end(run);
        LOG.info("{}: not saved: {}", run.wish().method(), trouble.text());
        run.answer().completeExceptionally(trouble.error(run.wish().method()));
    }

    private void end(Running run) {
        if (running.equals(Optional.of(run))) {
            running = Optional.empty();
            keeper.asSet();
            events.onSettings(); // first, so that the keeper finds the settings as they are now
            keeper.resume();
        }
    }

    private boolean isIn(Running run, Phase phase) {
        return running.filter(now -> now == run).isPresent()
                && shown.filter(attempt -> attempt.phase() == phase).isPresent();
    }

    private void tell(Running run, Phase phase, String kind, String text, String ip) {
        shown =
                Optional.of(
                        new Attempt(
                                run.number(),
                                phase,
                                run.wish().station().ssid(),
                                kind,
                                text,
                                ip,
                                timing.now()));
        events.onAttempt();
    }
}
