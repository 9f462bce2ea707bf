package ccm.ota.stm32;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table of parts, {@code parts.txt}. */
final class Parts {
    private static final int HEX = 16;
    private static final int OTHERS = 7; // the column they begin in

    private Parts() {}

    /** The one of them with that id. */
    static Optional<Part> withId(List<Part> parts, int id) {
        return parts.stream().filter(part -> part.id() == id).findFirst();
    }

    /** All of them, read anew: the table is needed once an update and not kept. */
    static List<Part> all() {
        try (InputStream table = Parts.class.getResourceAsStream("parts.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(Parts::part).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("parts.txt: cannot be read", e);
        }
    }

    private static Part part(String line) {
        String[] columns = line.split(" \\| ");
        List<Part.OtherLayout> others = new ArrayList<>();
        for (int i = OTHERS; i + 1 < columns.length; i += 2) {
            String[] when = columns[i].split(" ");
            others.add(
                    new Part.OtherLayout(
                            Integer.parseInt(when[0]),
                            Long.parseLong(when[1], HEX),
                            Integer.parseInt(when[2]),
                            Integer.parseInt(when[3]),
                            new Layout(columns[i + 1].strip())));
        }
        return new Part(
                Integer.parseInt(columns[0], HEX),
                columns[1],
                Family.valueOf(columns[2]),
                Integer.parseInt(columns[3]),
                new Layout(columns[4]),
                ram(columns[5]),
                Set.of(columns[6].strip().split(" ")),
                List.copyOf(others));
    }

    private static Optional<Part.Ram> ram(String text) {
        int dash = text.indexOf('-');
        return dash <= 0
                ? Optional.empty()
                : Optional.of(
                        new Part.Ram(
                                Long.parseLong(text.substring(0, dash), HEX),
                                Long.parseLong(text.substring(dash + 1), HEX)));
    }
}
