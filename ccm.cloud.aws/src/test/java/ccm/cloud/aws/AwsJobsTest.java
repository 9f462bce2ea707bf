package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.parts.wire.Json;
import ccm.testing.Eventually;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs, the emulator's service and an updater, without a network between. */
class AwsJobsTest {
    private static final String UPDATE =
            "{\"operation\":\"host-ota\",\"url\":\"https://files.example/fw.zip\"}";

    @TempDir Path folder;
    private final Desk desk = new Desk();
    private final DeskUpdater updater = new DeskUpdater();

    @Test
    void doesAJobFromItsCallToItsEnd() {
        AwsJobs jobs = jobs();
        queue("ota-7", UPDATE);
        assertEquals("IN_PROGRESS", execution("ota-7").path("status").asText());
        assertEquals(List.of("https://files.example/fw.zip"), updater.urls);
        jobs.onUpdate(updater.progress(40));
        assertEquals("40", execution("ota-7").at("/statusDetails/progress").asText());
        jobs.onUpdate(updater.progress(41)); // too soon
        assertEquals("40", execution("ota-7").at("/statusDetails/progress").asText());
        updater.succeed("version 2 runs");
        assertEquals("SUCCEEDED", execution("ota-7").path("status").asText());
        assertEquals("version 2 runs", execution("ota-7").at("/statusDetails/message").asText());
        assertFalse(Files.exists(folder.resolve("job.json")));
    }

    @Test
    void doesOneAfterTheOther() {
        jobs();
        queue("one", UPDATE);
        queue("two", UPDATE.replace("fw", "next"));
        assertEquals("QUEUED", execution("two").path("status").asText());
        updater.fail(new FirmwareException(Reason.VERIFY, "the memory is bad"));
        assertEquals("FAILED", execution("one").path("status").asText());
        assertEquals("the memory is bad", execution("one").at("/statusDetails/reason").asText());
        assertEquals("IN_PROGRESS", execution("two").path("status").asText());
        updater.succeed("done");
        assertEquals("SUCCEEDED", execution("two").path("status").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"operation\":\"dance\"}|operation \"dance\" is not known",
                "{\"operation\":\"ccm-ota\",\"url\":\"https://x\"}|not supported",
                "{\"operation\":\"host-ota\"}|url is missing",
                "{\"operation\":\"host-ota\",\"url\":\"file:///etc/passwd\"}|must begin with https",
                "{\"operation\":\"host-ota\",\"url\":\"https://a b\"}|url is none",
                "\"nonsense\"|no JSON object"
            })
    void rejectsWhatItCannotDo(String document, String why) {
        jobs();
        queue("j", document);
        assertEquals("REJECTED", execution("j").path("status").asText());
        String reason = execution("j").at("/statusDetails/reason").asText();
        assertTrue(reason.contains(why), reason);
        assertEquals(List.of(), updater.urls);
    }

    @Test
    void readsADocumentThatIsText() {
        jobs();
        queue("j", "\"" + UPDATE.replace("\"", "\\\"") + "\"");
        assertEquals(List.of("https://files.example/fw.zip"), updater.urls);
    }

    @Test
    void reportsTheEndOnceTheConnectionIsBack() {
        AwsJobs jobs = jobs();
        queue("j", UPDATE);
        jobs.connected(false);
        updater.succeed("done");
        assertEquals("IN_PROGRESS", execution("j").path("status").asText());
        jobs.connected(true);
        assertEquals("SUCCEEDED", execution("j").path("status").asText());
        int said = updates();
        jobs.connected(false);
        jobs.connected(true);
        assertEquals(said, updates());
    }

    @Test
    void reportsTheEndAfterARestart() {
        AwsJobs jobs = jobs();
        queue("j", UPDATE);
        jobs.connected(false);
        updater.succeed("done");
        desk.device = message -> {};
        jobs();
        assertEquals("SUCCEEDED", execution("j").path("status").asText());
        assertEquals(1, updater.urls.size());
    }

    @Test
    void goesOnAfterARestartInTheMiddle() {
        jobs();
        queue("j", UPDATE);
        updater.crash();
        AwsJobs jobs = jobs(); // the updater goes on with its own journal
        assertEquals(1, updater.urls.size());
        jobs.onUpdate(updater.ended("the new firmware runs"));
        assertEquals("SUCCEEDED", execution("j").path("status").asText());
    }

    @Test
    void beginsAgainWhatARestartCutOffBeforeAnythingHappened() {
        jobs();
        queue("j", UPDATE);
        updater.forget();
        jobs();
        assertEquals(2, updater.urls.size());
        assertTrue(updater.options.get(1).ignoreSameVersion());
        updater.succeed("has it already");
        assertEquals("SUCCEEDED", execution("j").path("status").asText());
    }

    @Test
    void learnsFromTheNextUpdateThatItIsCanceled() {
        AwsJobs jobs = jobs();
        queue("j", UPDATE);
        desk.send(desk.jobs.cancel(Desk.THING, "j"));
        jobs.onUpdate(updater.progress(10));
        assertFalse(Files.exists(folder.resolve("job.json")));
        queue("k", UPDATE);
        assertEquals("QUEUED", execution("k").path("status").asText());
        updater.succeed("done");
        assertEquals("CANCELED", execution("j").path("status").asText());
        assertEquals("IN_PROGRESS", execution("k").path("status").asText());
    }

    @Test
    void agreesOnAVersionAgain() {
        jobs();
        queue("j", UPDATE);
        String other = "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"by\":\"another\"}}";
        desk.jobs.ask(Desk.THING, "j/update", other.getBytes(UTF_8)); // of the same thing
        updater.succeed("done");
        assertEquals("SUCCEEDED", execution("j").path("status").asText());
    }

    @Test
    void asksForAFreshLinkWhenOneHasExpired() {
        jobs();
        queue("j", UPDATE);
        desk.jobs.document(Desk.THING, "j", document(UPDATE.replace("fw.zip", "fw.zip?fresh")));
        updater.fail(new FirmwareException(Reason.DOWNLOAD, "403 Forbidden"));
        assertEquals("https://files.example/fw.zip?fresh", updater.urls.get(1));
        updater.fail(new FirmwareException(Reason.DOWNLOAD, "403 Forbidden"));
        assertEquals("FAILED", execution("j").path("status").asText());
        assertEquals("403 Forbidden", execution("j").at("/statusDetails/reason").asText());
    }

    @Test
    void triesAgainWhatIsThrottled() {
        desk.jobs.throttle(2);
        jobs();
        queue("j", UPDATE);
        Eventually.eventually(
                () -> assertEquals("IN_PROGRESS", execution("j").path("status").asText()));
    }

    @Test
    void waitsForAnUpdateOfSomebodyElse() {
        updater.busy = true;
        jobs();
        queue("j", UPDATE);
        assertEquals("IN_PROGRESS", execution("j").path("status").asText());
        updater.busy = false;
        Eventually.eventually(() -> assertEquals(1, updater.urls.size()));
        Eventually.eventually( // what writes into the folder ends before the test does
                () -> {
                    updater.succeed("done");
                    assertEquals("SUCCEEDED", execution("j").path("status").asText());
                    assertFalse(Files.exists(folder.resolve("job.json")));
                });
    }

    @Test
    void failsWhenTheGatewayIsNotSetUpForIt() {
        updater.refusal = "host.ota.enable is false";
        jobs();
        queue("j", UPDATE);
        assertEquals("FAILED", execution("j").path("status").asText());
    }

    private AwsJobs jobs() {
        AwsJobs jobs = new AwsJobs(desk::publish, folder, Duration.ofMillis(20));
        jobs.present(ThingTopics.of(Desk.THING, ""));
        desk.device = jobs::accept;
        jobs.updater(updater);
        jobs.connected(true);
        return jobs;
    }

    private void queue(String id, String document) {
        synchronized (desk) { // what waited for its turn comes on another thread
            desk.send(desk.jobs.queue(Desk.THING, id, document(document)));
        }
    }

    private static JsonNode document(String text) {
        return Json.readObject(("{\"x\":" + text + "}").getBytes(UTF_8)).orElseThrow().path("x");
    }

    private ObjectNode execution(String id) {
        synchronized (desk) {
            return desk.jobs.read(Desk.THING, id).orElseThrow();
        }
    }

    private int updates() {
        return (int)
                desk.published.stream().filter(each -> each.topic().endsWith("/update")).count();
    }
}
