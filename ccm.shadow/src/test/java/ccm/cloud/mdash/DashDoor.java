package ccm.cloud.mdash;

import ccm.parts.cloud.ShadowSource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** The shadow of mDash between its calls and the engine. */
public final class DashDoor {
    private static final int LARGEST = 65_536;
    private final DashShadow shadow;

    /**
     * Makes one.
     *
     * @param server takes a method and its params, and answers with a frame
     */
    public DashDoor(BiFunction<String, ObjectNode, CompletionStage<ObjectNode>> server) {
        DashSettings settings =
                new DashSettings(
                        "wss://localhost",
                        "t",
                        new DashSettings.Files("", "", ""),
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        new DashSettings.Frames(LARGEST, false, true));
        shadow =
                new DashShadow(
                        (method, params) -> server.apply(method, params).thenApply(DashAnswer::new),
                        new DashFrames(settings, "t"),
                        LARGEST);
    }

    public ShadowSource shadow() {
        return shadow;
    }

    public void delta(JsonNode params) {
        shadow.delta(params);
    }
}
