package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateListener;
import ccm.api.firmware.UpdateOptions;
import ccm.api.firmware.UpdateStatus;
import ccm.api.firmware.UpdateStatus.State;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs one after the other, and does what they want with the host. All happens in the
 * mailbox. What is under way is on disk before anything else: after a restart the same execution
 * comes again, is recognized and gone on with.
 */
final class AwsJobs implements UpdateListener {
    private static final Logger LOG = LoggerFactory.getLogger(AwsJobs.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final long PROGRESS_NANOS = 5_000_000_000L;
    private static final int SUCCESS_PERCENT = 100;

    private final Mailbox mailbox = new Mailbox();
    private final JobFile file;
    private final JobTalk talk;
    private final Duration pause;
    // touched by tasks of the mailbox alone
    private boolean ready;
    private boolean read;
    private Optional<Job> job = Optional.empty();
    private Optional<FirmwareUpdater> updater = Optional.empty();
    private boolean running; // an update of ours
    private boolean following; // one of ours that was begun before the restart
    private int asking; // how much about jobs
    private long progressAt = System.nanoTime() - PROGRESS_NANOS;

    AwsJobs(Function<CloudMessage, CompletionStage<Void>> publisher, Path folder, Duration pause) {
        this.file = new JobFile(folder);
        this.talk = new JobTalk(publisher);
        this.pause = pause;
    }

    /** Whose they are from now on. */
    void present(ThingTopics topics) {
        talk.present(topics.jobs());
    }

    void updater(FirmwareUpdater next) {
        mailbox.post(
                () -> {
                    updater = Optional.of(next);
                    onward();
                });
    }

    void without(FirmwareUpdater gone) {
        mailbox.post(() -> updater = updater.filter(each -> each != gone));
    }

    /** The connection is there or not. */
    void connected(boolean now) {
        if (!now) {
            talk.lost();
        }
        mailbox.post(
                () -> {
                    ready = now;
                    onward();
                });
    }

    /**
     * A message on a topic of the jobs.
     *
     * @return false when it is none that we know
     */
    boolean accept(CloudMessage message) {
        if (talk.answer(message)) {
            return true;
        }
        if (!talk.isNotification(message)) {
            return false;
        }
        mailbox.post(this::onward); // it says what is next, but start-next is what takes it
        return true;
    }

    @Override
    public void onUpdate(UpdateStatus status) {
        mailbox.post(() -> updated(status));
    }

    /** Does what can be done now. */
    private void onward() {
        if (!ready || asking > 0) {
            return;
        }
        if (!read) {
            job = file.read();
            read = true;
        }
        if (job.isPresent() && job.get().ended()) {
            tellEnd();
        } else if (!running) {
            ask(talk.startNext(), this::started);
        }
    }

    private void started(Requests.Answer answer) {
        JsonNode execution = answer.body().path("execution");
        if (!answer.accepted()) {
            LOG.warn("aws jobs: {}. tried again", answer.body());
            later();
        } else if (execution.path("jobId").isTextual()) {
            take(execution);
        } else {
            forget(); // the one we remember, if any, was taken away
        }
    }

    private void take(JsonNode execution) {
        Job found = Job.of(execution);
        boolean known = job.filter(found::same).isPresent();
        Job now = known ? job.get().at(found.version()) : found;
        JobDocument document = JobDocument.of(execution.path("jobDocument"));
        if (!known) {
            LOG.info("aws job {}: taken", found.id());
        }
        keep(now.from(document.url()));
        if (document.taken()) {
            begin();
        } else {
            end(Job.REJECTED, document.refusal());
        }
    }

    /** The host's update, for the first time or again. */
    private void begin() {
        if (updater.isEmpty()) {
            LOG.info("aws job {}: waits for ccm.ota. is the bundle started?", job.get().id());
            return; // the updater's coming wakes us
        }
        UpdateStatus status = updater.get().status();
        Job now = job.get();
        if (now.attempts() > 0 && status.state() == State.PROGRESS) {
            running = true;
            following = true;
        } else if (now.attempts() > 0 && !status.message().equals(now.before())) {
            finished(status); // it ended while we were away
        } else if (now.attempts() >= MAX_ATTEMPTS) {
            end(Job.FAILED, "was interrupted " + MAX_ATTEMPTS + " times");
        } else {
            update(now.begun(status.message()));
        }
    }

    private void update(Job begun) {
        try {
            CompletionStage<UpdateStatus> outcome =
                    updater.get().update(URI.create(begun.url()), options(begun));
            keep(begun);
            running = true;
            outcome.whenComplete((status, problem) -> mailbox.post(() -> over(status, problem)));
        } catch (FirmwareException e) {
            if (e.reason() == Reason.BUSY) {
                later();
            } else {
                end(Job.FAILED, e.getMessage());
            }
        }
    }

    /** Repeating it writes nothing when the host has it already. */
    private static UpdateOptions options(Job begun) {
        return new UpdateOptions(
                Optional.empty(),
                Optional.empty(),
                begun.attempts() > 1,
                0,
                "aws job " + begun.id());
    }

    private void over(UpdateStatus status, Throwable problem) {
        running = false;
        if (job.isEmpty()) {
            onward(); // canceled meanwhile
        } else if (problem == null) {
            end(Job.SUCCEEDED, status.message());
        } else {
            failed(cause(problem));
        }
    }

    private static Throwable cause(Throwable problem) {
        return problem instanceof FirmwareException || problem.getCause() == null
                ? problem
                : problem.getCause();
    }

    /** A link that is signed for a time may have expired: the next answer has a fresh one. */
    private void failed(Throwable problem) {
        boolean download =
                problem instanceof FirmwareException known && known.reason() == Reason.DOWNLOAD;
        if (download && ready && job.get().attempts() < MAX_ATTEMPTS) {
            ask(talk.get(job.get()), answer -> refreshed(answer, problem));
        } else {
            end(Job.FAILED, problem.getMessage());
        }
    }

    private void refreshed(Requests.Answer answer, Throwable problem) {
        if (job.isEmpty()) {
            onward(); // canceled meanwhile
            return;
        }
        JobDocument fresh = JobDocument.of(answer.body().path("execution").path("jobDocument"));
        if (answer.accepted() && fresh.taken() && !fresh.url().equals(job.get().url())) {
            LOG.info(
                    "aws job {}: {}. tried with a fresh link",
                    job.get().id(),
                    problem.getMessage());
            update(job.get().from(fresh.url()).begun(""));
        } else {
            end(Job.FAILED, problem.getMessage());
        }
    }

    private void updated(UpdateStatus status) {
        if (following && status.state() != State.PROGRESS) {
            running = false;
            following = false;
            finished(status);
        } else if (running && status.state() == State.PROGRESS) {
            tellProgress(status);
        }
    }

    /** How an update that was begun before the restart has ended. */
    private void finished(UpdateStatus status) {
        if (job.isEmpty()) {
            onward(); // canceled meanwhile
        } else if (status.state() == State.SUCCESS
                || status.state() == State.IDLE && status.percent() == SUCCESS_PERCENT) {
            end(Job.SUCCEEDED, status.message());
        } else {
            end(Job.FAILED, status.message());
        }
    }

    private void end(String how, String why) {
        Job ended = job.get().ended(how, why);
        LOG.info("aws job {}: {}: {}", ended.id(), how, why);
        keep(ended);
        onward();
    }

    private void tellProgress(UpdateStatus status) {
        long now = System.nanoTime();
        if (!ready || asking > 0 || job.isEmpty() || now - progressAt < PROGRESS_NANOS) {
            return;
        }
        progressAt = now;
        ask(talk.progress(job.get(), status), answer -> told(answer, false));
    }

    private void tellEnd() {
        ask(talk.end(job.get()), answer -> told(answer, true));
    }

    /** The answer to an update of ours. */
    private void told(Requests.Answer answer, boolean end) {
        if (job.isEmpty()) {
            onward();
        } else if (answer.accepted()) {
            accepted(answer.body().path("executionState"), end);
        } else {
            rejected(answer.body());
        }
    }

    private void accepted(JsonNode state, boolean end) {
        if (end) {
            forget();
        } else {
            keep(job.get().at(state.path("versionNumber").asLong(job.get().version() + 1)));
        }
        onward();
    }

    private void rejected(JsonNode body) {
        JsonNode state = body.path("executionState");
        String code = body.path("code").asText();
        if (code.equals("RequestThrottled") || code.equals("InternalError")) {
            later();
            return;
        }
        if (code.equals("VersionMismatch")
                && state.path("status").asText().equals(Job.IN_PROGRESS)) {
            keep(job.get().at(state.path("versionNumber").asLong()));
        } else {
            LOG.info(
                    "aws job {}: is over in the cloud ({}: {}). an update under way is let come to"
                            + " its safe end",
                    job.get().id(),
                    code,
                    body.path("message").asText());
            forget();
        }
        onward();
    }

    private void ask(CompletionStage<Requests.Answer> question, Reading reading) {
        asking++;
        question.whenComplete(
                (answer, problem) ->
                        mailbox.post(
                                () -> {
                                    asking--;
                                    if (problem == null) {
                                        reading.read(answer);
                                    } else {
                                        LOG.debug("aws jobs", problem);
                                        later();
                                    }
                                }));
    }

    private interface Reading {
        void read(Requests.Answer answer);
    }

    private void later() {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> mailbox.post(this::onward));
    }

    private void keep(Job next) {
        job = Optional.of(next);
        file.write(next);
    }

    private void forget() {
        job = Optional.empty();
        file.delete();
    }
}
