package ccm.parts.dbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    private final BackOff pause = new BackOff();

    @Test
    void doublesUpToHalfAMinuteUntilItWentWell() {
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds(7));
        pause.reset();
        assertEquals(List.of(1L, 2L), seconds(2));
    }

    private List<Long> seconds(int count) {
        return Stream.generate(pause::next).limit(count).map(Duration::toSeconds).toList();
    }
}
