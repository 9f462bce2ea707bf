package ccm.cloud.aws;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Questions to a service of AWS over MQTT, and which answer belongs to which: each has a token of
 * its own, which its answer repeats. A few at a time are out, the others wait for their turn.
 */
final class Requests {
    private static final int MAX_WAITING = 64;

    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final int atATime;
    private final Duration patience;
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Asked> out = new LinkedHashMap<>(); // these three: guarded by this
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private long asked;

    /** How a service answered. */
    record Answer(boolean accepted, JsonNode body) {}

    private record Asked(
            String topic, String token, ObjectNode body, CompletableFuture<Answer> answer) {}

    Requests(
            Function<CloudMessage, CompletionStage<Void>> publisher,
            int atATime,
            Duration patience) {
        this.publisher = publisher;
        this.atATime = atATime;
        this.patience = patience;
    }

    /**
     * Asks.
     *
     * @param topic of the question; the answer comes on it with {@code /accepted} or {@code
     *     /rejected} behind
     * @param body without the token
     * @return completes with either answer; exceptionally with a {@link CloudException} when none
     *     comes in time, or the connection goes
     */
    CompletionStage<Answer> ask(String topic, ObjectNode body) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Asked next;
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(
                        new CloudException(
                                topic + ": " + waiting.size() + " questions wait. ask less often",
                                false,
                                Fault.THROTTLED));
            }
            String token = prefix + "-" + ++asked;
            next = new Asked(topic, token, body.deepCopy().put("clientToken", token), answer);
            waiting.add(next);
        }
        CompletableFuture<Answer> told = new CompletableFuture<>();
        answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete(
                        (done, problem) -> {
                            forget(next);
                            if (problem == null) {
                                told.complete(done);
                            } else {
                                told.completeExceptionally(inWords(topic, problem));
                            }
                        });
        send();
        return told;
    }

    private CloudException inWords(String topic, Throwable problem) {
        for (Throwable each = problem; each != null; each = each.getCause()) {
            if (each instanceof CloudException known) {
                return known;
            }
        }
        return new CloudException(
                topic
                        + ": no answer within "
                        + patience.toSeconds()
                        + " s. does the thing's policy allow to publish there and to receive the"
                        + " answer?",
                false,
                problem);
    }

    /**
     * An answer came in.
     *
     * @param topic of the question
     * @return false when nobody waits for it
     */
    boolean answer(String topic, boolean accepted, JsonNode body) {
        Optional<Asked> of = of(topic, body.path("clientToken"), accepted);
        of.ifPresent(each -> each.answer.complete(new Answer(accepted, body)));
        return of.isPresent();
    }

    /** A rejection of what could not be read repeats no token: it is of the oldest question. */
    private synchronized Optional<Asked> of(String topic, JsonNode token, boolean accepted) {
        if (token.isTextual()) {
            return Optional.ofNullable(out.get(token.textValue()))
                    .filter(each -> each.topic.equals(topic));
        }
        return accepted
                ? Optional.empty()
                : out.values().stream().filter(each -> each.topic.equals(topic)).findFirst();
    }

    /** The connection is gone: none of the answers will come. */
    void lost() {
        Deque<Asked> all;
        synchronized (this) {
            all = new ArrayDeque<>(out.values());
            all.addAll(waiting);
        }
        all.forEach(
                each ->
                        each.answer.completeExceptionally(
                                new CloudException(
                                        each.topic + ": the connection went before the answer came",
                                        false,
                                        Fault.LOST)));
    }

    private void forget(Asked ended) {
        synchronized (this) {
            out.remove(ended.token);
            for (Iterator<Asked> each = waiting.iterator(); each.hasNext(); ) {
                if (each.next() == ended) {
                    each.remove();
                }
            }
        }
        send();
    }

    private void send() {
        while (true) {
            Asked next;
            synchronized (this) {
                if (waiting.isEmpty() || out.size() >= atATime) {
                    return;
                }
                next = waiting.remove();
                out.put(next.token, next);
            }
            publisher
                    .apply(new CloudMessage(next.topic, Json.bytes(next.body), 1, false))
                    .whenComplete(
                            (done, problem) -> {
                                if (problem != null) {
                                    next.answer.completeExceptionally(problem);
                                }
                            });
        }
    }
}
