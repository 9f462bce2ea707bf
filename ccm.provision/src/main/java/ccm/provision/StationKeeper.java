package ccm.provision;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the radio in one of the networks that are set: joins them in turn, again after a loss, and
 * never gives up. For the engine's thread.
 */
final class StationKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(StationKeeper.class);
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int USUAL_SECONDS = 15; // of the original, for a limit of 0
    private static final Duration LATE =
            Duration.ofSeconds(30); // other steps of the radio come first
    private static final Duration LEAVE_AGAIN = Duration.ofSeconds(10);
    private static final String LEAVING = ""; // no network's name
    private static final double JITTER = 0.25;

    private final Timing timing;
    private final Services services;
    private final Supplier<List<Station>> set;
    private final Supplier<Duration> limit;
    private final DoubleSupplier random;

    private Optional<Wifi> radio = Optional.empty();
    private List<Station> wanted = List.of();
    private Optional<List<Station>> temporary = Optional.empty();
    private Optional<Station> joined = Optional.empty();
    private boolean paused;
    private boolean adopting = true; // what an earlier run joined is taken as it is
    private boolean left; // nothing is wanted, and the radio was told
    private boolean leftOne; // told by tookLeave, once
    private boolean passing; // what is joined was only tried
    private boolean joining;
    private long attempt; // what an older one says does not count
    private int next;
    private int rounds; // through all networks in vain
    private boolean searching; // for names that nobody announces
    private long retryAt;
    private final Map<String, String> told = new HashMap<>(); // of each network, in the log
    private volatile String trouble = "";

    StationKeeper(
            Timing timing,
            Services services,
            Supplier<List<Station>> set,
            Supplier<Duration> limit,
            DoubleSupplier random) {
        this.timing = timing;
        this.services = services;
        this.set = set;
        this.limit = limit;
        this.random = random;
        this.retryAt = timing.nanos();
    }

    /** How long a try of a network may take. */
    static Duration limit(int seconds) {
        return Duration.ofSeconds(seconds == 0 ? USUAL_SECONDS : seconds);
    }

    /**
     * Does what is due.
     *
     * @param patient true to leave the radio alone: somebody uses the access point
     */
    void look(boolean patient) {
        takeRadio();
        takeWishes();
        if (radio.isEmpty() || paused || joining) {
            return;
        }
        WifiState state = radio.get().state();
        if (wanted.isEmpty()) {
            leave();
        } else if (isJoined(state)) {
            next = 0;
            rounds = 0;
            searching = false;
            trouble = "";
            retryAt = timing.nanos();
        } else if (timing.nanos() - retryAt >= 0
                && !(patient && radio.get().accessPoint().isPresent())) {
            join(wanted.get(next));
        }
    }

    /** The networks to be in, as set or for the time being. */
    List<Station> wanted() {
        return temporary.orElseGet(set);
    }

    /** Joins these until the settings change or the next start; none leaves. */
    void temporarily(List<Station> stations) {
        temporary = Optional.of(stations);
    }

    /** Joins what is set again. */
    void asSet() {
        temporary = Optional.empty();
    }

    /** True when there is nothing to join, or everything was tried in vain. */
    boolean isAtAnEnd() {
        return radio.isEmpty() || wanted.isEmpty() || rounds > 0;
    }

    /** True once when a network was left for good, because none is set. */
    boolean tookLeave() {
        boolean took = leftOne;
        leftOne = false;
        return took;
    }

    /** Why no network is joined, for people; empty when one is. */
    String trouble() {
        return trouble;
    }

    /** The network that is joined as it is set. */
    Optional<Station> joined() {
        return joined;
    }

    /** Leaves the radio to a try, which takes the place of what it does for us. */
    void pause() {
        paused = true;
        forgetJoining();
    }

    /** A try joined this network. */
    void tookOver(Station station) {
        joined = Optional.of(station);
        left = false;
    }

    /** A try is over; what is joined now stays if it is set. */
    void resume() {
        paused = false;
        passing = joined.filter(one -> !set.get().contains(one)).isPresent();
        retryAt = timing.nanos();
    }

    private void takeRadio() {
        Optional<Wifi> now = services.wifi();
        if (!now.equals(radio)) {
            radio = now;
            joined = Optional.empty();
            joining = false;
            adopting = true;
            left = false;
            attempt++;
            retryAt = timing.nanos();
        }
    }

    private void takeWishes() {
        List<Station> now = wanted();
        if (!now.equals(wanted)) {
            wanted = now;
            next = 0;
            rounds = 0;
            left = false;
            retryAt = timing.nanos();
            if (!now.isEmpty()) {
                forgetJoining(); // the next one takes its place
            }
        }
    }

    private void forgetJoining() {
        if (joining) {
            attempt++;
            joining = false;
        }
    }

    private boolean isJoined(WifiState state) {
        if (joined.isEmpty() && adopting) {
            joined = wanted.stream().filter(station -> station.isIn(state)).findFirst();
        }
        adopting = false;
        return joined.filter(station -> wanted.contains(station) && station.isIn(state))
                .isPresent();
    }

    private void leave() {
        trouble = "";
        joined = Optional.empty();
        adopting = false;
        if (!left && timing.nanos() - retryAt >= 0) {
            left = true;
            Wifi now = radio.orElseThrow();
            boolean forGood = isIn(now) && temporary.isEmpty() && !passing;
            now.leave().whenComplete((nothing, e) -> timing.run(() -> hasLeft(now, forGood, e)));
        }
    }

    private void hasLeft(Wifi wifi, boolean forGood, Throwable e) {
        if (e == null) {
            leftOne |= forGood && !isIn(wifi);
        } else if (wanted.isEmpty() && radio.equals(Optional.of(wifi))) {
            left = false;
            retryAt = timing.nanos() + LEAVE_AGAIN.toNanos();
            if (!e.toString().equals(told.put(LEAVING, e.toString()))) {
                LOG.warn("wifi: cannot leave the network, tried again: {}", e.getMessage());
            }
        }
    }

    private static boolean isIn(Wifi wifi) {
        Phase phase = wifi.state().phase();
        return phase == Phase.CONNECTED || phase == Phase.GOT_IP;
    }

    private void join(Station station) {
        long mine = ++attempt;
        joining = true;
        passing = false;
        left = false;
        joined = Optional.empty();
        Duration time = limit.get();
        timing.after(time.plus(LATE), () -> ended(mine, station, late(station)));
        radio.orElseThrow()
                .join(station.join(searching, time))
                .whenComplete(
                        (state, e) ->
                                timing.run(() -> ended(mine, station, Optional.ofNullable(e))));
    }

    private static Optional<Throwable> late(Station station) {
        return Optional.of(
                new WifiException(WifiException.Kind.TIMEOUT, station.ssid() + ": no answer"));
    }

    private void ended(long mine, Station station, Optional<Throwable> failure) {
        if (mine != attempt || !joining) {
            return;
        }
        joining = false;
        if (failure.isEmpty()) {
            LOG.info("{}: joined", station);
            told.clear();
            joined = Optional.of(station);
            services.networkCame();
            return;
        }
        Throwable e = failure.get();
        Throwable cause =
                e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        String text = Trouble.unexpected(station.ssid(), cause).text();
        if (!text.equals(told.put(station.name(), text))) {
            LOG.warn("{}: not joined, tried again: {}", station, text);
        }
        trouble = text;
        next++;
        retryAt = timing.nanos();
        if (next >= wanted.size()) {
            next = 0;
            searching = !searching;
            retryAt += pauseNanos(rounds++);
        }
    }

    private long pauseNanos(int round) {
        int seconds = Math.min(LONGEST_WAIT_SECONDS, 1 << Math.min(round, 6));
        double jittered = seconds * (1 - JITTER * random.getAsDouble());
        return (long) (jittered * Duration.ofSeconds(1).toNanos());
    }
}
