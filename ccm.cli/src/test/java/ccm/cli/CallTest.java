package ccm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class CallTest {
    @TempDir Path data;

    private final Typed ccm = new Typed();

    @Test
    void printsTheResultForPeople() throws Exception {
        try (FakeGateway gateway =
                answering("{\"id\":1,\"result\":{\"a\":[1,\"ü\"],\"b\":null}}\n")) {
            assertEquals(0, call("Sys.GetInfo"));
            assertEquals(List.of("{\"id\":1,\"method\":\"Sys.GetInfo\"}"), gateway.requests);
        }
        assertEquals(
                """
                {
                  "a": [
                    1,
                    "ü"
                  ],
                  "b": null
                }
                """,
                ccm.out());
    }

    @Test
    void printsTheResultOnOneLineForPrograms() throws Exception {
        try (FakeGateway gateway =
                answering("{\"id\":1,\"result\":{\"a\":[1, 12345678901234567890.123456789]}}\n")) {
            assertEquals(0, call("X", "{\"topic\": \"t\\n\"}", "--json"));
            assertEquals(
                    List.of("{\"id\":1,\"method\":\"X\"," + "\"params\":{\"topic\":\"t\\n\"}}"),
                    gateway.requests);
        }
        assertEquals("{\"a\":[1,12345678901234567890.123456789]}\n", ccm.out());
    }

    @Test
    void skipsFramesThatAnswerSomethingElse() throws Exception {
        try (FakeGateway gateway =
                answering(
                        "{\"method\":\"MQTT.Message\"}\nnoise\n{\"id\":7,\"result\":7}\n"
                                + "{\"id\":1,\"result\":true}\n")) {
            assertEquals(0, call("X"));
            assertEquals(1, gateway.requests.size());
        }
        assertEquals("true\n", ccm.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"method not found\"}}"
                        + "|X: error -32601: method not found. What there is: ccm call RPC.List",
                "{\"id\":1,\"error\":{\"code\":5,\"message\":\"m\",\"data\":{\"a\":1}}}"
                        + "|X: error 5: m {\"a\":1}",
                "{\"error\":{\"code\":-32000,\"message\":\"all in use\"}}"
                        + "|X: error -32000: all in use",
                "{\"id\":1,\"error\":\"odd\"}|X: error: \"odd\""
            })
    void printsAnErrorAndEndsWithStatusOne(String answer, String expected) throws Exception {
        try (FakeGateway gateway = answering(answer + "\n")) {
            assertEquals(1, call("X"));
            assertEquals(1, gateway.requests.size());
        }
        assertEquals(expected + "\n", ccm.err());
        assertEquals("", ccm.out());
    }

    @Test
    void saysHowToStartAGatewayWhenNoneAnswers() {
        assertEquals(1, call("X"));
        assertEquals(
                data.resolve("ccm.sock")
                        + ": no gateway answers there (No such file or directory)."
                        + " Start one with: ./ccm run, or name another with --data DIR or --port"
                        + " ADDRESS\n",
                ccm.err());
    }

    @Test
    void givesUpWhenTheAnswerTakesTooLong() throws Exception {
        try (FakeGateway gateway = answering("{\"id\":1,")) {
            assertEquals(1, call("X", "--timeout=0.05"));
            assertEquals(1, gateway.requests.size());
        }
        assertEquals(
                "X: no answer from "
                        + data.resolve("ccm.sock")
                        + " within 0.05 s. Give it longer with --timeout S\n",
                ccm.err());
    }

    @Test
    void saysThatTheGatewayWentAway() throws Exception {
        try (FakeGateway gateway = answering("")) {
            assertEquals(1, call("X"));
            assertEquals(1, gateway.requests.size());
        }
        assertTrue(ccm.err().contains("ccm.sock: the gateway went away ("), ccm.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a:1}", "{\"a\":1", "", "1 2", "'x'"})
    void refusesParamsThatAreNotJsonBeforeAnythingIsSent(String params) {
        assertEquals(2, call("X", params));
        assertTrue(ccm.err().startsWith("ccm call: params " + params + ": not JSON ("), ccm.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1e9", "NaN"})
    void refusesATimeoutThatIsNoTime(String seconds) {
        assertEquals(2, call("X", "--timeout", seconds));
        assertTrue(ccm.err().startsWith("ccm call: --timeout " + seconds + ": not a number"));
    }

    @Test
    void showsTheWayOutOfAWrongCommandLine() {
        assertEquals(2, run("fly"));
        assertEquals(2, run());
        assertEquals(2, run("call"));
        assertEquals(2, run("call", "X", "{}", "more"));
        assertEquals(2, run("call", "X", "--jsn"));
        assertTrue(ccm.err().contains("--jsn: not an option of call. It knows --json, --port"));
        assertEquals(2, run("call", "X", "--data"));
        assertEquals("", ccm.out());
    }

    @Test
    void explainsItselfWithAnExample() {
        assertEquals(0, run("call", "--help"));
        assertTrue(ccm.out().contains("example: ccm call MQTT.Pub '{"));
    }

    private FakeGateway answering(String answer) throws Exception {
        return new FakeGateway(data, answer);
    }

    private int call(String... words) {
        List<String> all = new ArrayList<>(List.of("call", "--data", data.toString()));
        all.addAll(Arrays.asList(words));
        return run(all.toArray(String[]::new));
    }

    private int run(String... words) {
        return ccm.run(words);
    }
}
