package ccm.cloud.aws;

import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One execution of a job, as it is remembered across restarts.
 *
 * @param id of the job
 * @param execution its number
 * @param version of what the cloud knows of it, which grows with each update
 * @param url of the bundle; empty when the document names none
 * @param attempts how often the host's update was begun
 * @param before what the updater said before the first of them
 * @param status as the cloud shall know it: {@code IN_PROGRESS} until it has ended
 * @param reason why it ended so, for people
 */
record Job(
        String id,
        long execution,
        long version,
        String url,
        int attempts,
        String before,
        String status,
        String reason) {
    static final String IN_PROGRESS = "IN_PROGRESS";
    static final String SUCCEEDED = "SUCCEEDED";
    static final String FAILED = "FAILED";
    static final String REJECTED = "REJECTED";

    /** One that has just been taken. */
    static Job of(JsonNode execution) {
        return new Job(
                execution.path("jobId").asText(),
                execution.path("executionNumber").asLong(),
                execution.path("versionNumber").asLong(),
                "",
                0,
                "",
                IN_PROGRESS,
                "");
    }

    static Job read(JsonNode saved) {
        return new Job(
                saved.path("jobId").asText(),
                saved.path("executionNumber").asLong(),
                saved.path("versionNumber").asLong(),
                saved.path("url").asText(),
                saved.path("attempts").asInt(),
                saved.path("before").asText(),
                saved.path("status").asText(IN_PROGRESS),
                saved.path("reason").asText());
    }

    ObjectNode saved() {
        return Json.object()
                .put("jobId", id)
                .put("executionNumber", execution)
                .put("versionNumber", version)
                .put("url", url)
                .put("attempts", attempts)
                .put("before", before)
                .put("status", status)
                .put("reason", reason);
    }

    boolean ended() {
        return !status.equals(IN_PROGRESS);
    }

    boolean same(Job other) {
        return id.equals(other.id) && execution == other.execution;
    }

    Job at(long newVersion) {
        return new Job(id, execution, newVersion, url, attempts, before, status, reason);
    }

    Job from(String newUrl) {
        return new Job(id, execution, version, newUrl, attempts, before, status, reason);
    }

    /** It is begun once more. */
    Job begun(String said) {
        String first = attempts == 0 ? said : before;
        return new Job(id, execution, version, url, attempts + 1, first, status, reason);
    }

    Job ended(String how, String why) {
        return new Job(id, execution, version, url, attempts, before, how, why);
    }
}
