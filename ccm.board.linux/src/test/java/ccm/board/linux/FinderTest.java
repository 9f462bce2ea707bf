package ccm.board.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinderTest {
    private final List<Chip> board =
            List.of(
                    chip("gpiochip0", "pinctrl-bcm2711", "ID_SDA", "GPIO17", "GPIO27", "NC", "NC"),
                    chip("gpiochip1", "usb/expander", "", "BOOT0"),
                    chip("gpiochip10", "twin", "A"),
                    chip("gpiochip11", "twin", "B"));

    @ParameterizedTest
    @CsvSource({
        "gpiochip0/1, gpiochip0/1",
        "/dev/gpiochip0/1, gpiochip0/1",
        "gpio:gpiochip0/1, gpiochip0/1",
        "gpio:/dev/gpiochip1/0, gpiochip1/0",
        "pinctrl-bcm2711/2, gpiochip0/2",
        "usb/expander/1, gpiochip1/1",
        "gpiochip0/GPIO17, gpiochip0/1",
        "GPIO27, gpiochip0/2",
        "gpio:BOOT0, gpiochip1/1",
        "' BOOT0 ', gpiochip1/1",
        "3, gpiochip0/3",
        "gpiochip10/0, gpiochip10/0"
    })
    void findsTheLineThatATextMeans(String text, String place) throws IOException {
        assertEquals(place, find(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | GPIO: no line is named.",
                "-1 | GPIO: no line is named.",
                "gpio: | GPIO: no line is named.",
                "gpiochip0/ | gpiochip0/: not a line. Write CHIP/OFFSET",
                "/17 | /17: not a line. Write CHIP/OFFSET",
                "gpiochip9/3 | gpiochip9/3: there is no chip gpiochip9. There is: gpiochip0"
                        + " (pinctrl-bcm2711), gpiochip1",
                "gpiochip0/5 | gpiochip0/5: gpiochip0 (pinctrl-bcm2711) has the lines 0 to 4.",
                "99 | 99: gpiochip0 (pinctrl-bcm2711) has the lines 0 to 4.",
                "gpiochip0/9999999999 | gpiochip0/9999999999: no line has this name.",
                "NC | NC: ambiguous, several lines have this name. Write one of gpiochip0/3,"
                        + " gpiochip0/4",
                "twin/0 | twin/0: ambiguous, this label is worn by gpiochip10 (twin), gpiochip11",
                "gpio17 | gpio17: no line has this name. Near it: GPIO17",
                "GPIO18 | GPIO18: no line has this name. Near it: GPIO17",
                "BOOT | BOOT: no line has this name. Near it: BOOT0.",
                "BOT0 | BOT0: no line has this name. Near it: BOOT0.",
                "HEATER | HEATER: no line has this name. gpioinfo lists those that have one"
            })
    void saysWhatIsWrongWithTheOthers(String text, String message) {
        IOException e = assertThrows(IOException.class, () -> find(text));

        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPIO17", "17", "gpiochip0/17"})
    void saysWhenTheMachineHasNoChip(String text) {
        IOException e =
                assertThrows(
                        IOException.class, () -> new Finder(List.of()).find(LineText.parse(text)));

        assertTrue(
                e.getMessage()
                        .startsWith(text + ": there is no /dev/gpiochip* here. Is the driver"),
                e.getMessage());
    }

    @Test
    void lineWithoutANameIsNotFoundByNone() {
        assertThrows(IOException.class, () -> find("gpiochip1/"));
    }

    private Place find(String text) throws IOException {
        return new Finder(board).find(LineText.parse(text));
    }

    private static Chip chip(String device, String label, String... lines) {
        return new Chip(Path.of("/dev", device), label, List.of(lines));
    }
}
