package ccm.parts.patience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @Test
    void isAShareOfTheUsual() {
        assertEquals(Duration.ofSeconds(180), Patience.of(" 3 ").of(MINUTE));
        assertEquals(Duration.ofMillis(1_200), Patience.of("0.02").of(MINUTE));
        assertEquals(MINUTE, Patience.USUAL.of(MINUTE));
    }

    @Test
    void neverTurnsAKeepAliveOff() {
        assertEquals(Duration.ofSeconds(3), Patience.of("0.05").seconds(MINUTE));
        assertEquals(Duration.ofSeconds(1), Patience.of("0.001").seconds(MINUTE));
        assertEquals(Duration.ZERO, Patience.of("3").seconds(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "0", "-1", "NaN", "101"})
    void takesNothingElse(String text) {
        assertEquals(MINUTE, Patience.of(text).of(MINUTE));
    }
}
