package ccm.provision;

import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What callers have set piece by piece and not saved, each for himself; for some minutes, for the
 * next phone may have the same address. Safe for many threads.
 */
final class Gathered {
    private static final int CALLERS = 16; // then who has been silent longest begins anew
    private static final String PASS = "pass";
    private static final String MASK = "********";

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Timing timing;
    private final Map<String, Pieces> all = new LinkedHashMap<>(); // guarded by itself

    /**
     * The pieces of one.
     *
     * @param tried that they were, in vain, and nothing came since
     * @param at when the last one came, or that was
     */
    private record Pieces(ObjectNode change, boolean tried, long at) {}

    Gathered(Timing timing) {
        this.timing = timing;
    }

    /** All that a caller has set, this change included; a network that failed, to mend it. */
    ObjectNode with(RpcPeer peer, ObjectNode change) {
        synchronized (all) {
            Pieces before = of(peer);
            return before == null || before.tried() && !Changes.hasStation(change)
                    ? change
                    : merge(before.change().deepCopy(), change);
        }
    }

    /** What a caller has set was tried in vain: a better password is enough the next time. */
    void failed(RpcPeer peer, ObjectNode whole) {
        synchronized (all) {
            all.computeIfPresent(
                    key(peer),
                    (any, now) ->
                            now.change().equals(whole)
                                    ? new Pieces(whole, true, timing.nanos())
                                    : now);
        }
    }

    /** Keeps all that a caller has set. */
    void keep(RpcPeer peer, ObjectNode whole) {
        synchronized (all) {
            all.remove(key(peer)); // it becomes the youngest
            all.put(key(peer), new Pieces(whole, false, timing.nanos()));
            if (all.size() > CALLERS) {
                all.remove(all.keySet().iterator().next());
            }
        }
    }

    void forget(RpcPeer peer) {
        synchronized (all) {
            all.remove(key(peer));
        }
    }

    /** What a caller has set and nobody has tried; empty when there is nothing. */
    ObjectNode untried(RpcPeer peer) {
        synchronized (all) {
            Pieces pieces = of(peer);
            return pieces == null || pieces.tried()
                    ? JsonNodeFactory.instance.objectNode()
                    : pieces.change();
        }
    }

    /** The settings as a caller has them in mind: networks that he is about to set included. */
    JsonNode over(RpcPeer peer, ObjectNode settings) {
        ObjectNode wifi = JsonNodeFactory.instance.objectNode();
        JsonNode set = with(peer, JsonNodeFactory.instance.objectNode()).path("wifi");
        for (String name : Settings.STATIONS) {
            if (set.path(name) instanceof ObjectNode station) {
                ObjectNode shown = station.deepCopy();
                if (!shown.path(PASS).asText().isEmpty()) {
                    shown.put(PASS, MASK);
                }
                wifi.set(name, shown);
            }
        }
        ObjectNode over = JsonNodeFactory.instance.objectNode();
        over.set("wifi", wifi);
        return wifi.isEmpty() ? settings : merge(settings, over);
    }

    /** Those that are not too old; null for none. */
    private Pieces of(RpcPeer peer) {
        all.values().removeIf(pieces -> timing.passed(pieces.at(), LONGEST));
        return all.get(key(peer));
    }

    private static String key(RpcPeer peer) {
        return peer.channel() + " " + peer.address();
    }

    private static ObjectNode merge(ObjectNode into, ObjectNode change) {
        change.properties()
                .forEach(
                        member -> {
                            boolean both =
                                    member.getValue() instanceof ObjectNode
                                            && into.path(member.getKey()).isObject();
                            into.set(
                                    member.getKey(),
                                    both
                                            ? merge(
                                                    (ObjectNode) into.path(member.getKey()),
                                                    (ObjectNode) member.getValue())
                                            : member.getValue());
                        });
        return into;
    }
}
