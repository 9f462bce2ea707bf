package ccm.cloud.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.Fault;
import ccm.cloud.azure.Registration.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to the provisioning service after what it says. */
class RegistrationTest {
    private final Registration registration = new Registration("0ne1", "gw-1");
    private CloudMessage last = registration.begin();

    @Test
    void registersAndAsksUntilAHubIsAssigned() {
        assertTrue(last.topic().startsWith("$dps/registrations/PUT/iotdps-register/?$rid="));
        assertEquals("{\"registrationId\":\"gw-1\"}", new String(last.payload(), UTF_8));

        Step.Send next = send("202", "&retry-after=7", "{\"operationId\":\"4.op\"}");
        assertEquals(Duration.ofSeconds(7), next.after());
        assertEquals(Fault.NONE, next.fault());
        assertTrue(
                last.topic()
                        .startsWith("$dps/registrations/GET/iotdps-get-operationstatus/?$rid="));
        assertTrue(last.topic().endsWith("&operationId=4.op"));

        send("202", "", "{\"operationId\":\"4.op\",\"status\":\"assigning\"}");
        Step end =
                step(
                        "200",
                        "",
                        "{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":"
                                + "\"h.azure-devices.net\",\"deviceId\":\"dev1\"}}");
        assertEquals(
                new Step.Done(new Assignment("0ne1", "gw-1", "h.azure-devices.net", "dev1")), end);
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        Step.Send next = send("429", "&retry-after=11", "{\"errorCode\":429001}");
        assertEquals(Duration.ofSeconds(11), next.after());
        assertEquals(Fault.THROTTLED, next.fault());
        assertTrue(last.topic().contains("iotdps-register"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"status\":\"disabled\"}|is disabled",
                "200|{\"status\":\"failed\",\"registrationState\":{\"errorCode\":400207,"
                        + "\"errorMessage\":\"no hub\"}}|400207: no hub",
                "200|{\"status\":\"unassigned\"}|is unassigned",
                "200|{\"status\":\"assigned\",\"registrationState\":{}}|assigns no hub",
                "401|{\"errorCode\":401002,\"message\":\"Unauthorized\"}|401, 401002: Unauthorized",
                "404|x|404"
            })
    void namesARefusalAndTriesAgainMuchLater(String status, String body, String said) {
        Step.Send next = send(status, "", body);
        assertTrue(next.reason().contains(said), next.reason());
        assertEquals(Fault.CREDENTIALS, next.fault());
        assertEquals(Duration.ofMinutes(5), next.after());
        assertTrue(last.topic().contains("iotdps-register"));
    }

    /** The end of an operation may have been told to a connection that was lost. */
    @Test
    void beginsAnewWhenItsOperationIsNoMoreButNotForEver() {
        for (int lost = 0; lost < 3; lost++) {
            send("202", "&retry-after=0", "{\"operationId\":\"4.op\"}");
            Step.Send next = send("404", "", "{\"errorCode\":404201}");
            assertEquals(Fault.NONE, next.fault());
            assertEquals(Duration.ofSeconds(3), next.after());
            assertTrue(last.topic().contains("iotdps-register"));
        }
        send("202", "&retry-after=0", "{\"operationId\":\"4.op\"}");
        assertEquals(Fault.CREDENTIALS, send("404", "", "{\"errorCode\":404201}").fault());
    }

    @Test
    void hearsOnlyAnswersToItsLastQuestion() {
        Step step =
                registration.answered(
                        new CloudMessage(
                                "$dps/registrations/res/202/?$rid=other", new byte[0], 0, false));
        assertEquals(new Step.Nothing(), step);
        assertEquals(
                new Step.Nothing(),
                registration.answered(new CloudMessage("$dps/x", new byte[0], 0, false)));
    }

    private Step.Send send(String status, String more, String body) {
        Step.Send send = (Step.Send) step(status, more, body);
        last = send.message();
        return send;
    }

    private Step step(String status, String more, String body) {
        String id = last.topic().replaceAll(".*rid=([0-9a-f]+).*", "$1");
        return registration.answered(
                new CloudMessage(
                        "$dps/registrations/res/" + status + "/?$rid=" + id + more,
                        body.getBytes(UTF_8),
                        0,
                        false));
    }
}
