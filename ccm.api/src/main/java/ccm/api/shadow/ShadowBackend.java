package ccm.api.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The shadow of one cloud. Published as a service beside its {@code CloudConnector}, for as long as
 * the cloud is enabled; translates its dialect and tells the {@link ShadowListener} what comes in.
 * Safe for use by many threads; nothing here waits for the network. No tree that is handed over, in
 * either direction, is changed afterwards.
 */
@ConsumerType
public interface ShadowBackend {
    /**
     * The name of its cloud: {@code aws}, {@code azure}, {@code dash}, … as in {@code shadow.lib}.
     */
    String name();

    /** True while requests can be made: connected, with all that answers come on granted. */
    boolean ready();

    /** The shortest time between two reports that this cloud takes; zero for no limit. */
    Duration reportInterval();

    /**
     * Why this cloud can never take a report: names the path, the value and the way out. Asked
     * before it is kept, connected or not.
     *
     * @param report what the host said; any JSON
     * @param whole what is reported once it is merged, for limits on the whole document
     * @return empty when it can be taken
     */
    Optional<String> refusal(JsonNode report, JsonNode whole);

    /**
     * Asks for the shadow.
     *
     * @return completes with it, with an empty one when there is none yet; exceptionally with a
     *     {@code CloudException}, within 20 s
     */
    CompletionStage<ShadowDocument> get();

    /**
     * Reports. At most one is unfinished at a time.
     *
     * @param patch what changed, as a JSON merge patch (RFC 7396): {@code null} deletes
     * @param whole what is reported after it, for clouds that take nothing less
     * @return completes when the cloud has it; exceptionally with a {@code CloudException},
     *     permanent when trying it again cannot help, within 20 s
     */
    CompletionStage<Void> report(ObjectNode patch, ObjectNode whole);

    /**
     * True when this cloud also tells a difference that comes of a report. Where it tells one only
     * when desired changes, a wish that met an opposite report on its way would be told by nobody:
     * the shadow is asked for after each report then.
     */
    default boolean tellsAfterReports() {
        return true;
    }

    /**
     * Raw access for {@code Shadow.Update}.
     *
     * @param state members {@code reported}, {@code desired}; what this cloud lets a device change
     * @param version of the document it is meant for; empty for any
     * @return completes with the cloud's answer, exceptionally with a {@code CloudException}
     */
    CompletionStage<JsonNode> update(ObjectNode state, Optional<Long> version);
}
