package ccm.provision;

import ccm.api.cloud.CloudConnector;
import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.wifi.WifiState;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where this gateway stands, and remembers the best. For the engine's thread. */
final class StateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(StateMachine.class);
    private static final Duration SETTLED = Duration.ofSeconds(10); // clouds come after us
    private static final Duration BACK =
            Duration.ofSeconds(5); // a dead connection is woken by then
    private static final Duration LONGEST = Duration.ofMinutes(5); // a dead one is noticed by then
    private static final Duration AGAIN = Duration.ofMinutes(1); // a disk that takes nothing

    private final Timing timing;
    private final Services services;
    private final StationKeeper keeper;
    private final ConfigTree tree;
    private final long begun;
    private int best;
    private Map<CloudConnector, Instant> gone = Map.of(); // that only seem to be connected, since
    private long goneAt;
    private Optional<Long> backAt = Optional.empty(); // when there was a way out again after that
    private boolean hadWay;
    private boolean lost; // the only way out, and none came since
    private boolean forgetting; // what is left is still seen
    private long refusedAt;
    private boolean refused;

    StateMachine(Timing timing, Services services, StationKeeper keeper, ConfigTree tree) {
        this.timing = timing;
        this.services = services;
        this.keeper = keeper;
        this.tree = tree;
        this.begun = timing.nanos();
    }

    /** Looks; keeps {@code provision.max_state} when it rose to where it counts. */
    Standing look(ProvisionSettings settings) {
        int state = state();
        forgetting &= state >= Standing.CONNECTED && !services.leadsOutWithoutWifi();
        best = forgetting ? Standing.NEW : Math.max(best, state);
        int saved = settings.max__state();
        int goal = goal(settings.stable__state());
        Standing standing = new Standing(state, Math.max(best, saved), goal, text(state, goal));
        boolean counts = goal == 0 || best >= goal;
        if (best > saved && counts && timing.passed(begun, SETTLED)) {
            keep();
        }
        return standing;
    }

    /**
     * The network that it was in service through was left for good, after a factory reset for one:
     * it is a new one again. A cloud may take minutes to notice, and the way out some moments.
     */
    void forget(ProvisionSettings settings) {
        best = Standing.NEW;
        forgetting = true;
        suspect(services.leadsOutWithoutWifi() ? Map.of() : services.ready());
        if (settings.max__state() > 0) {
            learn(Standing.NEW);
        }
    }

    private void suspect(Map<CloudConnector, Instant> clouds) {
        gone = clouds;
        goneAt = timing.nanos();
        backAt = Optional.empty();
    }

    /**
     * A cloud notices that its way is gone when its keep-alive fails; we need not wait for that.
     */
    private void watch(boolean way) {
        boolean before = hadWay;
        hadWay = way;
        if (before && !way) {
            lost = true;
            suspect(services.ready());
        } else if (way && !before) {
            lost = false;
            backAt = Optional.of(timing.nanos());
        } else if (timing.passed(goneAt, LONGEST)
                || backAt.filter(at -> timing.passed(at, BACK)).isPresent()) {
            gone = Map.of(); // what still is connected has lived through it
        }
    }

    private int state() {
        boolean way = services.leadsOut() || hasAddress();
        watch(way);
        if (!gone.entrySet().containsAll(services.ready().entrySet())) {
            return Standing.CLOUD;
        }
        if (way) {
            return Standing.CONNECTED;
        }
        return keeper.wanted().isEmpty() ? Standing.NEW : Standing.CONFIGURED;
    }

    private boolean hasAddress() {
        return services.wifi()
                .filter(wifi -> wifi.state().phase() == WifiState.Phase.GOT_IP)
                .isPresent();
    }

    /** Without a cloud nobody gets further than into a network. */
    private int goal(int stable) {
        boolean noCloud = services.clouds().isEmpty() && timing.passed(begun, SETTLED);
        return Math.max(0, noCloud ? Math.min(stable, Standing.CONNECTED) : stable);
    }

    private String text(int state, int goal) {
        boolean stable = goal > 0 && state >= goal;
        return switch (state) {
            case Standing.CLOUD -> "Connected to the cloud.";
            case Standing.CONNECTED ->
                    "Connected to a network"
                            + (stable ? "." : "; not to the cloud yet." + cloudReason());
            case Standing.CONFIGURED ->
                    keeper.trouble().isEmpty()
                            ? "Joining \"" + keeper.wanted().get(0).ssid() + "\"."
                            : keeper.trouble();
            default ->
                    lost && !forgetting
                            ? "The network is gone. Is the cable plugged in?"
                            : "Not set up: no network is configured.";
        };
    }

    private String cloudReason() {
        Optional<String> reason =
                services.clouds().stream()
                        .map(CloudConnector::state)
                        .map(cloud -> Trouble.waiting(cloud, timing.now()))
                        .filter(text -> !text.isEmpty())
                        .findFirst();
        return reason.map(text -> " " + text).orElse("");
    }

    private void keep() {
        if (refused && !timing.passed(refusedAt, AGAIN)) {
            return;
        }
        learn(best);
    }

    private void learn(int state) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.putObject("provision").put("max_state", state);
        try {
            tree.learn(change, "provisioning");
            refused = false;
        } catch (ConfigException e) {
            if (!refused) {
                LOG.warn("provision.max_state: cannot be kept: {}", e.getMessage());
            }
            refused = true;
            refusedAt = timing.nanos();
        }
    }
}
