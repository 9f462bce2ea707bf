package ccm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseNamesTest {
    private static final List<String> NAMES =
            List.of("Config.Get", "Config.Set", "Sys.GetInfo", "Sys.Info", "MQTT.Pub");

    @ParameterizedTest
    @CsvSource({
        "Sys.GetInfos, . Did you mean Sys.GetInfo?",
        "sys.info, . Did you mean Sys.Info?",
        "Config.Bet, . Did you mean Config.Get or Config.Set?",
        "Nothing.Like.It, ''"
    })
    void namesWhatIsClose(String wrong, String hint) {
        assertEquals(hint, CloseNames.hint(wrong, NAMES));
    }
}
