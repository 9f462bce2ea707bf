package ccm.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters of a session, and the SUBSCRIBEs of its connection. Touched by the owner thread
 * alone.
 */
final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int AT_ONCE =
            8; // some clouds drop those who ask for more in one SUBSCRIBE
    private static final int LONGEST = 65_535;

    private final String name;
    private final Executor owner;
    private final long limitNanos;
    private final Map<String, Integer> remembered = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>(); // and logged
    private final Queue<List<String>> toAsk = new ArrayDeque<>(); // again, after CONNACK
    private final Deque<Request> asked = new ArrayDeque<>(); // oldest first
    private Optional<Attempt> connection = Optional.empty();

    /** A SUBSCRIBE or UNSUBSCRIBE that is not answered yet. */
    private record Request(
            Attempt of, List<String> filters, CompletableFuture<Void> answer, long askedAt) {}

    /**
     * Makes them.
     *
     * @param owner runs what touches this
     */
    Subscriptions(String name, Limits limits, Executor owner) {
        this.name = name;
        this.owner = owner;
        limitNanos = limits.suback().toNanos();
    }

    /** Why a filter is not one, MQTT 3.1.1 section 4.7. */
    static Optional<String> fault(String filter) {
        if (filter.isEmpty() || filter.getBytes(UTF_8).length > LONGEST) {
            return Optional.of("must have 1 to " + LONGEST + " bytes");
        }
        if (filter.indexOf('\0') >= 0) {
            return Optional.of("must not contain NUL");
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean hash = levels[i].contains("#");
            if (hash && (i < levels.length - 1 || levels[i].length() > 1)) {
                return Optional.of("# must be the whole last level");
            }
            if (levels[i].contains("+") && levels[i].length() > 1) {
                return Optional.of("+ must be a whole level");
            }
        }
        return Optional.empty();
    }

    /** The connection is up: asks for all, eight at a time. */
    void begin(Attempt attempt) {
        connection = Optional.of(attempt);
        List<String> all = new ArrayList<>(remembered.keySet());
        for (int i = 0; i < all.size(); i += AT_ONCE) {
            toAsk.add(all.subList(i, Math.min(all.size(), i + AT_ONCE)));
        }
        next();
    }

    /** True when all that was remembered at CONNACK is answered. */
    boolean settled() {
        return connection.isPresent() && toAsk.isEmpty() && asked.isEmpty();
    }

    /** The connection is gone: what was asked is remembered, and asked again. */
    void end() {
        connection = Optional.empty();
        toAsk.clear();
        List<Request> open = new ArrayList<>(asked);
        asked.clear();
        open.forEach(request -> request.answer.complete(null));
    }

    /** True when an answer has been waited for too long. */
    boolean overdue(long now) {
        return !asked.isEmpty() && now - asked.peek().askedAt > limitNanos;
    }

    /** What was asked so recently, and is not answered. */
    Optional<String> unanswered(long now, long recentNanos) {
        return Optional.ofNullable(asked.peek())
                .filter(request -> now - request.askedAt <= recentNanos)
                .map(request -> "subscribe to " + String.join(", ", request.filters));
    }

    void add(String filter, int qos, CompletableFuture<Void> answer) {
        remembered.put(filter, qos);
        if (connection.isPresent()) {
            ask(List.of(filter), answer);
        } else {
            answer.complete(null);
        }
    }

    void remove(String filter, CompletableFuture<Void> answer) {
        boolean known = remembered.remove(filter) != null;
        refused.remove(filter);
        if (!known || connection.isEmpty()) {
            answer.complete(null);
            return;
        }
        Request request = request(List.of(filter), answer);
        try {
            request.of.unsubscribe(
                    filter, granted -> owner.execute(() -> answered(request, List.of())));
        } catch (CloudException e) {
            failed(request, e);
        }
    }

    private void next() {
        List<String> filters = toAsk.poll();
        if (filters != null) {
            ask(filters, new CompletableFuture<>());
        }
    }

    private void ask(List<String> filters, CompletableFuture<Void> answer) {
        List<String> wanted = filters.stream().filter(remembered::containsKey).toList();
        if (wanted.isEmpty()) { // taken back meanwhile
            answer.complete(null);
            next();
            return;
        }
        Request request = request(wanted, answer);
        int[] qos = wanted.stream().mapToInt(remembered::get).toArray();
        try {
            request.of.subscribe(
                    wanted, qos, granted -> owner.execute(() -> answered(request, granted)));
        } catch (CloudException e) {
            failed(request, e);
        }
    }

    private Request request(List<String> filters, CompletableFuture<Void> answer) {
        Request request = new Request(connection.orElseThrow(), filters, answer, System.nanoTime());
        asked.add(request);
        return request;
    }

    private void answered(Request request, List<Boolean> granted) {
        if (!asked.remove(request)) {
            return; // of a connection that is gone
        }
        Optional<CloudException> refusal = Optional.empty();
        for (int i = 0; i < granted.size() && i < request.filters.size(); i++) {
            if (!granted.get(i)) {
                refusal = Optional.of(refused(request.of, request.filters.get(i)));
            } else {
                refused.remove(request.filters.get(i));
            }
        }
        refusal.ifPresentOrElse(
                request.answer::completeExceptionally, () -> request.answer.complete(null));
        next();
    }

    private CloudException refused(Attempt by, String filter) {
        String text =
                by.address()
                        + ": the subscription to "
                        + filter
                        + " is refused. what does the broker's access list allow?";
        if (refused.add(filter)) {
            LOG.warn("{}: {}", name, text);
        }
        return new CloudException(text, true);
    }

    /** It could not even be sent: the connection is going, and its end will be told. */
    private void failed(Request request, CloudException problem) {
        LOG.debug("{}: not sent", name, problem);
        asked.remove(request);
        request.answer.complete(null);
    }
}
