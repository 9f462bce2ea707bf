package ccm.api.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Calls to the host. Safe for use by many threads. */
@ProviderType
public interface Host {
    /** What is known of the host now. */
    HostState state();

    /**
     * True when a frame that makes sense has come from the host since its line came up: its
     * firmware runs. Its line goes down while firmware is written.
     */
    boolean isAlive();

    /**
     * Calls a method of the host.
     *
     * @param params a {@code MissingNode} sends none
     * @param deadline how long to wait for the answer, longer than nothing
     * @return completes with the result, or exceptionally with an {@code RpcException}: the host's
     *     own error with its number, −32000 when the host is away or did not answer in time; on the
     *     thread {@code ccm-core-host} or on the link's reading thread, so do nothing slow there
     */
    CompletionStage<JsonNode> call(String method, JsonNode params, Duration deadline);

    /**
     * Sends a notification.
     *
     * @return {@link Sent#YES} when it was written to the line, {@link Sent#AWAY} when there is no
     *     line now and it may be tried again, {@link Sent#TOO_LARGE} when the host could never take
     *     it (counted and logged here)
     */
    Sent notify(String method, JsonNode params);

    /**
     * Bytes of the largest frame the host takes, without its line end; 0 when there is no limit.
     */
    int maxFrame();

    /** What became of a notification. */
    enum Sent {
        /** Written to the line. */
        YES,
        /** No line now: keep it and try again when {@link HostListener} says the host is up. */
        AWAY,
        /** Larger than {@code host.rpc.max_frame_out}: the host could never take it. */
        TOO_LARGE
    }
}
