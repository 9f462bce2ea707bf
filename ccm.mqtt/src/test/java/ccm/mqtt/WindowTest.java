package ccm.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bookkeeping of publishes and subscriptions. */
class WindowTest {
    private final Window window = new Window(3);

    @Test
    void keepsTheOrderWhateverIsTakenOut() {
        List<Receipt> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(new Receipt("t", i % 2));
            assertEquals(Optional.empty(), window.add(all.get(i)));
        }
        assertTrue(window.remove(all.get(0)));
        assertTrue(window.remove(all.get(3)));
        assertTrue(window.remove(all.get(5)));
        assertFalse(window.remove(all.get(5)));
        assertEquals(List.of(all.get(1), all.get(2), all.get(4)), window.close());
        assertEquals(0, window.waitedNanos(System.nanoTime()));
    }

    @Test
    void isFullForQos1AloneAndThenHasRoomAgain() {
        Receipt first = new Receipt("t", 1);
        window.add(first);
        window.add(new Receipt("t", 1));
        window.add(new Receipt("t", 1));
        assertTrue(window.add(new Receipt("t", 1)).isPresent());
        assertEquals(Optional.empty(), window.add(new Receipt("t", 0)));
        window.remove(first);
        assertEquals(Optional.empty(), window.add(new Receipt("t", 1)));
    }

    @Test
    void letsNothingInOnceClosed() {
        window.close();
        assertTrue(window.add(new Receipt("t", 0)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "a/+/b", "+", "#", "a/#", "+/+", " "})
    void takesFilters(String filter) {
        assertEquals(Optional.empty(), Subscriptions.fault(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a#", "a/#/b", "#/a", "a+", "+a/b", "a\u0000b"})
    void refusesWhatIsNoFilter(String filter) {
        assertTrue(Subscriptions.fault(filter).isPresent());
    }
}
