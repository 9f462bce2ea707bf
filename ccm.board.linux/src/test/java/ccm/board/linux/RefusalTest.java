package ccm.board.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.board.PinRequest;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "13 | may not be opened. Put the user of the gateway into the group",
                "1 | may not be opened.",
                "2 | the chip is gone.",
                "25 | is not a GPIO chip",
                "22 | this kernel does not know version 2 of the GPIO device. Use Linux 5.10",
                "5 | cannot be used (error 5)"
            })
    void chipIsNamedWithTheCauseAndTheRemedy(int number, String problem) {
        String message =
                Refusal.ofChip("GPIO17", Path.of("/dev/gpiochip0"), error(number)).getMessage();

        assertTrue(message.startsWith("GPIO17: /dev/gpiochip0: " + problem), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16 | gpioset | is held by gpioset. End that",
                "16 | '' | is held by somebody who gives no name. End that",
                "22 | '' | the kernel does not take bias AS_IS, drive PUSH_PULL, debounce 0 ms.",
                "19 | '' | its chip is gone.",
                "1 | '' | the kernel keeps it from programs",
                "5 | '' | the driver of its chip refuses it with bias AS_IS"
            })
    void lineIsNamedWithTheCauseAndTheRemedy(int number, String holder, String problem) {
        String message =
                Refusal.ofLine("GPIO17", PinRequest.of("GPIO17"), error(number), holder)
                        .getMessage();

        assertTrue(message.startsWith("GPIO17: " + problem), message);
        assertEquals(message.strip(), message);
    }

    private static KernelException error(int number) {
        return new KernelException("ioctl", number, null);
    }
}
