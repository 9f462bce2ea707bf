package ccm.board.linux;

import java.nio.file.Path;
import java.util.List;

/**
 * A chip of the board.
 *
 * @param device for example {@code /dev/gpiochip0}
 * @param label what its driver calls it
 * @param lines the name of each line, empty where it has none
 */
record Chip(Path device, String label, List<String> lines) {
    String name() {
        return device.getFileName().toString();
    }

    boolean isCalled(String text) {
        return name().equals(text) || label.equals(text);
    }

    @Override
    public String toString() {
        return name() + " (" + label + ")";
    }
}
