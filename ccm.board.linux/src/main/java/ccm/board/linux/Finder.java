package ccm.board.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the line that a text means among the chips of a board; or says what comes near. */
final class Finder {
    private static final int NEAR_SHOWN = 5;
    private static final int NEAR_LETTERS = 2; // one letter is near everything

    private final List<Chip> chips;

    Finder(List<Chip> chips) {
        this.chips = chips;
    }

    Place find(LineText text) throws IOException {
        if (chips.isEmpty()) {
            throw new IOException(
                    text.text()
                            + ": there is no /dev/gpiochip* here. Is the driver of the board's GPIO"
                            + " loaded, and is the device passed into the container?");
        }
        if (text instanceof LineText.OfChip line) {
            return onChip(line);
        }
        return named(text.text(), text.text(), chips);
    }

    private Place onChip(LineText.OfChip text) throws IOException {
        Chip chip = chip(text);
        if (!LineText.isNumber(text.line())) {
            return named(text.text(), text.line(), List.of(chip));
        }
        int offset = Integer.parseInt(text.line());
        if (offset >= chip.lines().size()) {
            throw new IOException(
                    text.text()
                            + ": "
                            + chip
                            + " has the lines 0 to "
                            + (chip.lines().size() - 1)
                            + ". gpioinfo lists them");
        }
        return new Place(chip.device(), offset);
    }

    private Chip chip(LineText.OfChip text) throws IOException {
        if (text.chip().isEmpty()) {
            return chips.get(0);
        }
        Optional<Chip> byDevice =
                chips.stream().filter(chip -> chip.name().equals(text.chip())).findFirst();
        if (byDevice.isPresent()) {
            return byDevice.get();
        }
        List<Chip> called = chips.stream().filter(chip -> chip.isCalled(text.chip())).toList();
        if (called.isEmpty()) {
            throw new IOException(
                    text.text()
                            + ": there is no chip "
                            + text.chip()
                            + ". There is: "
                            + list(chips));
        }
        if (called.size() > 1) {
            throw new IOException(
                    text.text() + ": ambiguous, this label is worn by " + list(called));
        }
        return called.get(0);
    }

    private static Place named(String text, String name, List<Chip> among) throws IOException {
        List<Place> found = new ArrayList<>();
        for (Chip chip : among) {
            for (int offset = 0; offset < chip.lines().size(); offset++) {
                if (chip.lines().get(offset).equals(name)) {
                    found.add(new Place(chip.device(), offset));
                }
            }
        }
        if (found.size() > 1) {
            throw new IOException(
                    text
                            + ": ambiguous, several lines have this name. Write one of "
                            + list(found));
        }
        if (found.isEmpty()) {
            throw new IOException(text + ": no line has this name. " + near(name, among));
        }
        return found.get(0);
    }

    private static String near(String name, List<Chip> among) {
        List<String> near =
                among.stream()
                        .flatMap(chip -> chip.lines().stream())
                        .filter(line -> !line.isEmpty() && isNear(line, name))
                        .distinct()
                        .limit(NEAR_SHOWN)
                        .toList();
        return near.isEmpty()
                ? "gpioinfo lists those that have one; CHIP/OFFSET, as gpiochip0/17, always works"
                : "Near it: " + String.join(", ", near) + ". gpioinfo lists all";
    }

    /** The same but for case and one letter, or a part of the other. */
    private static boolean isNear(String line, String wanted) {
        String a = line.toUpperCase(Locale.ROOT);
        String b = wanted.toUpperCase(Locale.ROOT);
        if (Math.min(a.length(), b.length()) < NEAR_LETTERS) {
            return false;
        }
        return a.contains(b) || b.contains(a) || oneLetterApart(a, b) || oneLetterApart(b, a);
    }

    private static boolean oneLetterApart(String a, String b) {
        int same = 0;
        while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        String restOfA = a.substring(Math.min(same + 1, a.length()));
        return restOfA.equals(b.substring(same)) // a has one more
                || restOfA.equals(b.substring(Math.min(same + 1, b.length()))); // another
    }

    private static String list(List<?> things) {
        Stream<String> texts = things.stream().map(Object::toString);
        return texts.collect(Collectors.joining(", "));
    }
}
