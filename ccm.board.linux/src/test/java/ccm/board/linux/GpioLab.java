package ccm.board.linux;

import ccm.api.board.PinRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What {@code ./ccm lab gpio} runs inside the laboratory, as root: the bundle as it ships against
 * the GPIO device of a real kernel, whose chips are simulated.
 */
public final class GpioLab {
    private GpioLab() {}

    /**
     * Runs all checks.
     *
     * @param words of the first chip its name and folder, of the second the same and the file that
     *     ends its life; or a line alone, which is asked for and nothing else
     */
    public static void main(String... words) throws IOException {
        if (words.length == 1) {
            ask(words[0]);
            return;
        }
        int passed = 0;
        int failed = 0;
        for (GpioLabBoard lab :
                List.of(
                        new GpioLabOutputs(words),
                        new GpioLabRefusals(words),
                        new GpioLabEdges(words))) {
            lab.run();
            passed += lab.passed();
            failed += lab.failed();
        }
        System.out.printf("gpio: %d passed, %d failed%n", passed, failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void ask(String line) throws IOException {
        try {
            new BoardPins(Files.createTempDirectory("nobody")).input(PinRequest.of(line)).close();
            System.out.println("was given the line");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
