package ccm.cloud.watson;

import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The field {@code mgmt.firmware}, and what else must outlive a restart.
 *
 * @param status how the last step ended, as the platform counts; {@link #RUNNING} while one goes on
 * @param action of the request that was acted on last: it may come again
 * @param attempts how often the host's update was begun
 * @param before what the updater said before the first of them
 * @param observed whether the platform wants to hear of changes
 */
record Firmware(
        String version,
        String name,
        String uri,
        String verifier,
        int state,
        int status,
        String action,
        int attempts,
        String before,
        boolean observed) {
    static final int IDLE = 0;
    static final int DOWNLOADING = 1;
    static final int DOWNLOADED = 2;

    static final int SUCCESS = 0;
    static final int RUNNING = 1;
    static final int NO_ROOM = 2;
    static final int CONNECTION_LOST = 3;
    static final int NOT_VERIFIED = 4;
    static final int UNSUPPORTED = 5;
    static final int BAD_URI = 6;

    static Firmware read(JsonNode saved) {
        return new Firmware(
                saved.path("version").asText(),
                saved.path("name").asText(),
                saved.path("uri").asText(),
                saved.path("verifier").asText(),
                saved.path("state").asInt(),
                saved.path("updateStatus").asInt(),
                saved.path("action").asText(),
                saved.path("attempts").asInt(),
                saved.path("before").asText(),
                saved.path("observed").asBoolean());
    }

    ObjectNode saved() {
        return shown().put("action", action)
                .put("attempts", attempts)
                .put("before", before)
                .put("observed", observed);
    }

    /** As the platform has it. */
    ObjectNode shown() {
        return Json.object()
                .put("version", version)
                .put("name", name)
                .put("uri", uri)
                .put("verifier", verifier)
                .put("state", state)
                .put("updateStatus", status);
    }

    boolean busy() {
        return state == DOWNLOADING || status == RUNNING;
    }

    /** What the platform wants to be there; whatever was downloaded before is of no use then. */
    Firmware told(JsonNode value) {
        return new Firmware(
                value.path("version").asText(),
                value.path("name").asText(),
                value.path("uri").asText(),
                value.path("verifier").asText(),
                IDLE,
                SUCCESS,
                action,
                0,
                "",
                observed);
    }

    boolean same(Firmware other) {
        return version.equals(other.version)
                && name.equals(other.name)
                && uri.equals(other.uri)
                && verifier.equals(other.verifier);
    }

    Firmware at(int nextState, int nextStatus) {
        return new Firmware(
                version,
                name,
                uri,
                verifier,
                nextState,
                nextStatus,
                action,
                attempts,
                before,
                observed);
    }

    /** The platform has asked for an action. */
    Firmware by(String request) {
        return new Firmware(
                version, name, uri, verifier, state, status, request, attempts, before, observed);
    }

    /** The host's update was not begun yet. */
    Firmware fresh() {
        return new Firmware(version, name, uri, verifier, state, status, action, 0, "", observed);
    }

    /** The host's update is begun once more. */
    Firmware begun(String said) {
        return new Firmware(
                version,
                name,
                uri,
                verifier,
                state,
                status,
                action,
                attempts + 1,
                attempts == 0 ? said : before,
                observed);
    }

    Firmware observed(boolean on) {
        return new Firmware(
                version, name, uri, verifier, state, status, action, attempts, before, on);
    }
}
