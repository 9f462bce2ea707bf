package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Quiet.class)
class StatusTextTest {
    private static final String ANSWER = "{\"id\":4294967295,\"result\":%s}1234abcd";
    private static final int USUAL = 255; // the default of host.rpc.max_frame_out
    private final Bench bench = new Bench();

    @Test
    void aHostWithShortFramesHearsNothingOfChannels() {
        bench.ap.trouble = Optional.of("no radio can open an access point: ".repeat(5));
        bench.start();
        assertEquals(
                Bench.json(
                        "{'state':0,'text':'Not set up: no network is configured.','max_state':0,"
                                + "'stable':false}"),
                StatusText.of(bench.engine, USUAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {180, 200, USUAL, 300, 400})
    void aFailureAndItsKindAreToldInAnyFrame(int frame) {
        failWithALongName();
        JsonNode told = StatusText.of(bench.engine, frame);
        assertTrue(size(told) <= frame, size(told) + " of " + frame + ": " + told);
        assertEquals(0, told.path("state").asInt(-1));
        assertFalse(told.path("stable").asBoolean(true));
        assertTrue(told.path("attempt").path("over").asBoolean());
        assertEquals("wrong_password", told.path("attempt").path("kind").asText());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2048})
    void nothingIsLeftOutWhereAllFits(int frame) {
        failWithALongName();
        assertEquals(StatusText.of(bench.engine), StatusText.of(bench.engine, frame));
        assertTrue(StatusText.of(bench.engine).path("channels").has("ap"));
    }

    private void failWithALongName() {
        String name = "\u2615".repeat(10); // 30 bytes
        bench.wifi.network(name, "right word");
        bench.start();
        bench.call("ap", "Config.Set", Bench.WRONG.replace("Home", name));
    }

    private static int size(JsonNode result) {
        return ANSWER.formatted(result).getBytes(StandardCharsets.UTF_8).length;
    }
}
