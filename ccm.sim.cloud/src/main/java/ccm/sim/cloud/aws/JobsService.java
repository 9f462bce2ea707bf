package ccm.sim.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs of all things. */
public final class JobsService {
    private static final int MAX_DETAILS = 10;
    private static final int MAX_DETAIL = 1024;
    private static final Set<String> SETTABLE =
            Set.of(Execution.IN_PROGRESS, "SUCCEEDED", "FAILED", "REJECTED");

    private final Clock clock;
    private final Map<String, List<Execution>> all = new HashMap<>(); // by thing, oldest first
    private int throttled;

    public JobsService(Clock clock) {
        this.clock = clock;
    }

    /** Why something is rejected. */
    private static final class Rejection extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;
        private final transient Optional<Execution> of;

        Rejection(String code, String message) {
            this(code, message, Optional.empty());
        }

        Rejection(String code, String message, Optional<Execution> of) {
            super(message);
            this.code = code;
            this.of = of;
        }
    }

    /** So many of the next questions are rejected: too many requests. */
    public void throttle(int questions) {
        throttled = questions;
    }

    /** Queues a job for a thing; returns what to publish. */
    public List<Out> queue(String thing, String jobId, JsonNode document) {
        long number = 1 + executions(thing).stream().filter(e -> e.jobId().equals(jobId)).count();
        Optional<Execution> before = next(thing);
        executions(thing).add(new Execution(thing, jobId, number, document, now()));
        return changed(thing, before);
    }

    /** Gives a job another document, as a fresh link does. */
    public void document(String thing, String jobId, JsonNode document) {
        latest(thing, jobId).orElseThrow().document(document);
    }

    /**
     * Cancels a job; one in progress by force, as AWS wants it to be said.
     *
     * @return what to publish
     */
    public List<Out> cancel(String thing, String jobId) {
        Optional<Execution> before = next(thing);
        latest(thing, jobId)
                .filter(Execution::pending)
                .ifPresent(each -> each.become("CANCELED", Tree.object(), now()));
        return changed(thing, before);
    }

    /** The last execution of a job, with its document. */
    public Optional<ObjectNode> read(String thing, String jobId) {
        return latest(thing, jobId).map(each -> each.whole(true));
    }

    /**
     * Answers a question.
     *
     * @param path behind {@code $aws/things/THING/jobs/}
     * @return what to publish; empty when the topic is none of jobs
     */
    public Optional<List<Out>> ask(String thing, String path, byte[] payload) {
        String topic = prefix(thing) + "/" + path;
        Optional<JsonNode> request = Tree.read(payload).filter(JsonNode::isObject);
        JsonNode token = request.map(body -> body.path("clientToken")).orElseGet(Tree::object);
        List<Out> out = new ArrayList<>();
        try {
            if (throttled > 0) {
                throttled--;
                throw new Rejection("RequestThrottled", "the rate is exceeded");
            }
            if (request.isEmpty() && payload.length > 0) {
                throw new Rejection("InvalidJson", "the payload is no JSON object");
            }
            Optional<Execution> before = next(thing);
            List<String> listed = listed(thing);
            ObjectNode body = answer(thing, path, request.orElseGet(Tree::object));
            if (token.isTextual()) {
                body.set("clientToken", token);
            }
            out.add(new Out(topic + "/accepted", body.put("timestamp", now()), true));
            if (!listed.equals(listed(thing))) {
                out.addAll(changed(thing, before));
            }
        } catch (Rejection e) {
            ObjectNode body =
                    Tree.object()
                            .put("code", e.code)
                            .put("message", e.getMessage())
                            .put("timestamp", now());
            if (token.isTextual()) {
                body.set("clientToken", token);
            }
            e.of.ifPresent(execution -> body.set("executionState", execution.state()));
            out.add(new Out(topic + "/rejected", body, true));
        }
        return Optional.of(out);
    }

    private ObjectNode answer(String thing, String path, JsonNode request) throws Rejection {
        if (path.equals("get")) {
            return list(thing);
        }
        if (path.equals("start-next")) {
            return startNext(thing, request);
        }
        int slash = path.indexOf('/');
        String tail = path.substring(slash + 1);
        if (slash > 0 && tail.equals("get")) {
            return describe(thing, path.substring(0, slash), request);
        }
        if (slash > 0 && tail.equals("update")) {
            return update(thing, path.substring(0, slash), request);
        }
        throw new Rejection("InvalidTopic", "no such topic: " + path);
    }

    private ObjectNode list(String thing) {
        ObjectNode body = Tree.object();
        summaries(body, "inProgressJobs", thing, Execution.IN_PROGRESS);
        summaries(body, "queuedJobs", thing, Execution.QUEUED);
        return body;
    }

    private void summaries(ObjectNode into, String name, String thing, String status) {
        var array = into.putArray(name);
        executions(thing).stream()
                .filter(each -> each.status().equals(status))
                .forEach(each -> array.add(each.summary()));
    }

    private ObjectNode startNext(String thing, JsonNode request) throws Rejection {
        checkDetails(request);
        ObjectNode body = Tree.object();
        Optional<Execution> next = next(thing);
        next.ifPresent(
                each -> {
                    if (each.status().equals(Execution.QUEUED)) {
                        each.become(Execution.IN_PROGRESS, request.path("statusDetails"), now());
                    }
                    body.set("execution", each.whole(true));
                });
        return body;
    }

    private ObjectNode describe(String thing, String jobId, JsonNode request) throws Rejection {
        Optional<Execution> next = next(thing);
        ObjectNode body = Tree.object();
        if (jobId.equals("$next") && next.isEmpty()) {
            return body;
        }
        Execution found = find(thing, jobId, request);
        body.set("execution", found.whole(request.path("includeJobDocument").asBoolean(true)));
        return body;
    }

    private ObjectNode update(String thing, String jobId, JsonNode request) throws Rejection {
        Execution found = find(thing, jobId, request);
        String status = request.path("status").asText();
        if (!SETTABLE.contains(status)) {
            throw new Rejection("InvalidRequest", "status: \"" + status + "\" is not allowed");
        }
        checkDetails(request);
        if (!found.pending()) {
            throw new Rejection(
                    "InvalidStateTransition",
                    "an execution that is " + found.status() + " cannot become " + status,
                    Optional.of(found));
        }
        JsonNode expected = request.path("expectedVersion");
        if (!expected.isMissingNode() && expected.asLong() != found.version()) {
            throw new Rejection(
                    "VersionMismatch",
                    "expected version " + expected + ", it is " + found.version(),
                    Optional.of(found));
        }
        found.become(status, request.path("statusDetails"), now());
        ObjectNode body = Tree.object();
        if (request.path("includeJobExecutionState").asBoolean()) {
            body.set("executionState", found.state());
        }
        if (request.path("includeJobDocument").asBoolean()) {
            body.set("jobDocument", found.whole(true).path("jobDocument"));
        }
        return body;
    }

    private Execution find(String thing, String jobId, JsonNode request) throws Rejection {
        JsonNode number = request.path("executionNumber");
        return (jobId.equals("$next") ? next(thing) : latest(thing, jobId))
                .filter(each -> number.isMissingNode() || number.asLong() == each.number())
                .orElseThrow(
                        () -> new Rejection("ResourceNotFound", "no such execution: " + jobId));
    }

    private static void checkDetails(JsonNode request) throws Rejection {
        JsonNode details = request.path("statusDetails");
        if (details.isMissingNode()) {
            return;
        }
        if (!details.isObject() || details.size() > MAX_DETAILS) {
            throw new Rejection(
                    "InvalidRequest", "statusDetails: an object with up to " + MAX_DETAILS);
        }
        for (JsonNode value : details) {
            if (!value.isTextual() || value.textValue().length() > MAX_DETAIL) {
                throw new Rejection("InvalidRequest", "statusDetails: values are short strings");
            }
        }
    }

    private List<Out> changed(String thing, Optional<Execution> before) {
        ObjectNode notify = Tree.object().put("timestamp", now());
        ObjectNode jobs = notify.putObject("jobs");
        for (String status : List.of(Execution.IN_PROGRESS, Execution.QUEUED)) {
            if (executions(thing).stream().anyMatch(each -> each.status().equals(status))) {
                summaries(jobs, status, thing, status);
            }
        }
        List<Out> out = new ArrayList<>();
        out.add(new Out(prefix(thing) + "/notify", notify, false));
        Optional<Execution> after = next(thing);
        if (!after.equals(before)) {
            ObjectNode next = Tree.object().put("timestamp", now());
            after.ifPresent(each -> next.set("execution", each.whole(true)));
            out.add(new Out(prefix(thing) + "/notify-next", next, false));
        }
        return out;
    }

    private List<String> listed(String thing) {
        return executions(thing).stream()
                .filter(Execution::pending)
                .map(each -> each.jobId() + each.status())
                .toList();
    }

    /** One in progress comes before those that wait. */
    private Optional<Execution> next(String thing) {
        return executions(thing).stream()
                .filter(each -> each.status().equals(Execution.IN_PROGRESS))
                .findFirst()
                .or(() -> executions(thing).stream().filter(Execution::pending).findFirst());
    }

    private Optional<Execution> latest(String thing, String jobId) {
        return executions(thing).stream()
                .filter(each -> each.jobId().equals(jobId))
                .reduce((first, second) -> second);
    }

    private List<Execution> executions(String thing) {
        return all.computeIfAbsent(thing, name -> new ArrayList<>());
    }

    private static String prefix(String thing) {
        return "$aws/things/" + thing + "/jobs";
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
