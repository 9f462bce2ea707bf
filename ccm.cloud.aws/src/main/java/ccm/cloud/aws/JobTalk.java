package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.api.firmware.UpdateStatus;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What is said to the Jobs service of AWS IoT Core, and what it answers. */
final class JobTalk {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_DETAIL = 1024;
    private static final String ACCEPTED = "/accepted";
    private static final String REJECTED = "/rejected";

    private final Requests requests;
    private volatile String prefix = "";

    JobTalk(Function<CloudMessage, CompletionStage<Void>> publisher) {
        requests = new Requests(publisher, 1, PATIENCE);
    }

    void present(String jobs) {
        prefix = jobs;
    }

    void lost() {
        requests.lost();
    }

    /** True when the message says which job is the next one. */
    boolean isNotification(CloudMessage message) {
        return message.topic().equals(prefix + "/notify-next");
    }

    /** Takes an answer, also one that nobody waits for any more. */
    boolean answer(CloudMessage message) {
        boolean accepted = message.topic().endsWith(ACCEPTED);
        if (!accepted && !message.topic().endsWith(REJECTED)) {
            return false;
        }
        String topic = message.topic().substring(0, message.topic().lastIndexOf('/'));
        Optional<ObjectNode> body = Json.readObject(message.payload());
        body.ifPresent(read -> requests.answer(topic, accepted, read));
        return true;
    }

    /** Takes the next job: the one in progress, or else the first in the queue. */
    CompletionStage<Requests.Answer> startNext() {
        return requests.ask(prefix + "/start-next", Json.object());
    }

    /** The execution again, with a fresh document. */
    CompletionStage<Requests.Answer> get(Job job) {
        return requests.ask(
                prefix + "/" + job.id() + "/get",
                Json.object()
                        .put("executionNumber", job.execution())
                        .put("includeJobDocument", true));
    }

    CompletionStage<Requests.Answer> progress(Job job, UpdateStatus status) {
        ObjectNode details = Json.object().put("progress", String.valueOf(status.percent()));
        status.phase()
                .ifPresent(phase -> details.put("phase", phase.name().toLowerCase(Locale.ROOT)));
        return update(job, Job.IN_PROGRESS, details.put("message", cut(status.message())));
    }

    CompletionStage<Requests.Answer> end(Job job) {
        ObjectNode details = Json.object();
        if (job.status().equals(Job.SUCCEEDED)) {
            details.put("progress", "100");
        }
        String name = job.status().equals(Job.SUCCEEDED) ? "message" : "reason";
        return update(job, job.status(), details.put(name, cut(job.reason())));
    }

    private CompletionStage<Requests.Answer> update(Job job, String status, ObjectNode details) {
        ObjectNode body =
                Json.object()
                        .put("status", status)
                        .put("expectedVersion", job.version())
                        .put("executionNumber", job.execution())
                        .put("includeJobExecutionState", true);
        body.set("statusDetails", details);
        return requests.ask(prefix + "/" + job.id() + "/update", body);
    }

    private static String cut(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }
}
