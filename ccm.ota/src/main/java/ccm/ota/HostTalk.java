package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.host.Host;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said to the host about an update. */
final class HostTalk {
    static final String REQUEST = "OTA.Request";
    static final String DONE = "OTA.Done";

    private static final Logger LOG = LoggerFactory.getLogger(HostTalk.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Surroundings around;

    HostTalk(Surroundings around) {
        this.around = around;
    }

    /** True when firmware has spoken since the line came up. */
    boolean isAlive() {
        return around.host().filter(Host::isAlive).isPresent();
    }

    /**
     * Asks the host whether it may be updated now, if it wants to be asked.
     *
     * @throws FirmwareException {@code ABORTED}: it said no, or asked for time too often
     */
    void ask(Installed next, long size, Board board)
            throws FirmwareException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        ObjectNode params =
                JSON.objectNode()
                        .put("name", next.firmware().name())
                        .put("version", next.firmware().version())
                        .put("size", size);
        for (long wait = request(params); wait > 0; wait = request(params)) {
            if (System.nanoTime() + TimeUnit.SECONDS.toNanos(wait) > end) {
                throw new FirmwareException(
                        Reason.ABORTED,
                        "the host asked for more time for an hour. Try again when it has less to"
                                + " do.");
            }
            board.say("the host asks for " + wait + " s");
            TimeUnit.SECONDS.sleep(wait);
        }
    }

    /** Tells the host how it ended; a notification, so that nothing is expected of it. */
    void done(boolean ok, String version, String reason) {
        ObjectNode params = JSON.objectNode().put("ok", ok);
        if (ok) {
            params.put("version", version);
        } else {
            params.put("reason", reason);
        }
        around.host()
                .ifPresent(
                        host -> LOG.debug("{} to the host: {}", DONE, host.notify(DONE, params)));
    }

    /** Seconds that the host wants; 0 to go on. */
    private long request(ObjectNode params) throws FirmwareException, InterruptedException {
        Optional<Host> host = around.host().filter(each -> each.state().exports(REQUEST));
        if (host.isEmpty()) {
            return 0;
        }
        try {
            JsonNode answer =
                    host.get()
                            .call(REQUEST, params, ANSWER)
                            .toCompletableFuture()
                            .get(ANSWER.toMillis() * 2, TimeUnit.MILLISECONDS);
            return seconds(answer);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("host: did not answer {}: goes on without its leave", REQUEST);
            return 0;
        }
    }

    private static long seconds(JsonNode answer) throws FirmwareException {
        if (answer.isNumber()) {
            return Math.max(0, answer.asLong());
        }
        String word = answer.asText("").toLowerCase(Locale.ROOT);
        if (answer.isBoolean() && !answer.booleanValue()
                || "no".equals(word)
                || "not now".equals(word)) {
            throw new FirmwareException(
                    Reason.ABORTED,
                    "host said not now: it answered "
                            + REQUEST
                            + " with "
                            + answer
                            + ". Try again later.");
        }
        return 0;
    }
}
