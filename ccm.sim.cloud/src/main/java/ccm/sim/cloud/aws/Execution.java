package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing's work on one job. */
final class Execution {
    static final String QUEUED = "QUEUED";
    static final String IN_PROGRESS = "IN_PROGRESS";

    private final String thing;
    private final String jobId;
    private final long number;
    private final long queuedAt;
    private JsonNode document;
    private String status = QUEUED;
    private ObjectNode details = Tree.object();
    private long version = 1;
    private long startedAt;
    private long updatedAt;

    Execution(String thing, String jobId, long number, JsonNode document, long now) {
        this.thing = thing;
        this.jobId = jobId;
        this.number = number;
        this.document = document;
        this.queuedAt = now;
        this.updatedAt = now;
    }

    String jobId() {
        return jobId;
    }

    long number() {
        return number;
    }

    String status() {
        return status;
    }

    long version() {
        return version;
    }

    ObjectNode details() {
        return details;
    }

    /** True until it has ended. */
    boolean pending() {
        return status.equals(QUEUED) || status.equals(IN_PROGRESS);
    }

    /** A fresh document, with a fresh link for one. */
    void document(JsonNode next) {
        document = next;
    }

    void become(String next, JsonNode saying, long now) {
        if (status.equals(QUEUED) && next.equals(IN_PROGRESS)) {
            startedAt = now;
        }
        status = next;
        if (saying instanceof ObjectNode object) {
            details = object.deepCopy();
        }
        version++;
        updatedAt = now;
    }

    ObjectNode summary() {
        ObjectNode body =
                Tree.object()
                        .put("jobId", jobId)
                        .put("queuedAt", queuedAt)
                        .put("lastUpdatedAt", updatedAt)
                        .put("versionNumber", version)
                        .put("executionNumber", number);
        if (startedAt > 0) {
            body.put("startedAt", startedAt);
        }
        return body;
    }

    ObjectNode whole(boolean withDocument) {
        ObjectNode body = summary().put("thingName", thing).put("status", status);
        if (!details.isEmpty()) {
            body.set("statusDetails", details.deepCopy());
        }
        if (withDocument) {
            body.set("jobDocument", document.deepCopy());
        }
        return body;
    }

    /** What is said of it beside an answer. */
    ObjectNode state() {
        ObjectNode body = Tree.object().put("status", status);
        body.set("statusDetails", details.deepCopy());
        return body.put("versionNumber", version);
    }
}
