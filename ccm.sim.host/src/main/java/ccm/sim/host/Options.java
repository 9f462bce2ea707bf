package ccm.sim.host;

import ccm.sim.host.Plan.Style;
import ccm.sim.host.rom.ChipModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the command line of {@code sim host} asks for. */
final class Options {
    static final String USAGE =
            """
            usage: ccm sim host [--mjson A|B|C|D|E] [--link PATH]
                                [--pub TOPIC] [--every MS] [--qos 0|1] [--call | --idem | --sloppy]
                                [--sub FILTER] [--crc] [--first-only]
                                [--chip NAME] [--firmware FILE] [--bootloader]
                                [--timing real|fast|FACTOR] [--baud N] [--fault KIND[@N]]...
            """;
    private static final int WINDOW = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    Generation generation = Generation.B;
    Optional<Path> link = Optional.empty();
    String subscription = "";
    boolean crc;
    boolean firstOnly;
    Optional<ChipModel> chip = Optional.empty();
    Optional<Path> firmware = Optional.empty();
    boolean bootloader;
    double slowness;
    int baud;
    final List<String> faults = new ArrayList<>();
    private String topic = "";
    private int every = 1000;
    private int qos;
    private Style style = Style.NOTIFICATION;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException names the option, what was found and what is allowed
     */
    static Options of(String... args) {
        Options options = new Options();
        Deque<String> words = new ArrayDeque<>();
        for (String arg : args) {
            words.addAll(
                    Arrays.asList(arg.startsWith("--") ? arg.split("=", 2) : new String[] {arg}));
        }
        while (!words.isEmpty()) {
            options.take(words.removeFirst(), words);
        }
        if (options.chip.isEmpty() && options.needsChip()) {
            throw new IllegalArgumentException(
                    "--firmware, --bootloader and --fault need --chip, one of "
                            + ChipModel.names());
        }
        return options;
    }

    Plan plan() {
        String where = style == Style.SLOPPY && topic.isEmpty() ? "test/app/topic" : topic;
        return new Plan(where, qos, style, Duration.ofMillis(every), WINDOW, 0, PATIENCE);
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--mjson" -> generation = generation(value(option, rest));
            case "--link" -> link = Optional.of(Path.of(value(option, rest)));
            case "--pub" -> topic = value(option, rest);
            case "--every" -> every = number(option, value(option, rest), 1, 86_400_000);
            case "--qos" -> qos = number(option, value(option, rest), 0, 1);
            case "--sub" -> subscription = value(option, rest);
            case "--call" -> style = Style.CALL;
            case "--idem" -> style = Style.IDEM;
            case "--sloppy" -> style = Style.SLOPPY;
            case "--crc" -> crc = true;
            case "--first-only" -> firstOnly = true;
            case "--chip" -> chip = Optional.of(ChipModel.of(value(option, rest)));
            case "--firmware" -> firmware = Optional.of(Path.of(value(option, rest)));
            case "--bootloader" -> bootloader = true;
            case "--timing" -> slowness = slowness(value(option, rest));
            case "--baud" -> baud = number(option, value(option, rest), 1200, 4_000_000);
            case "--fault" -> faults.add(value(option, rest));
            default -> throw new IllegalArgumentException(option + ": unknown option");
        }
    }

    private boolean needsChip() {
        return firmware.isPresent() || bootloader || !faults.isEmpty();
    }

    private static double slowness(String text) {
        return switch (text) {
            case "real" -> 1;
            case "fast" -> 0;
            default -> {
                if (!text.matches("\\d{1,3}(\\.\\d{1,6})?")) {
                    throw new IllegalArgumentException(
                            "--timing: " + text + " is not real, fast or a factor as 0.5");
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + ": its value is missing");
        }
        return rest.removeFirst();
    }

    private static Generation generation(String text) {
        return Arrays.stream(Generation.values())
                .filter(one -> one.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--mjson: " + text + " is not one of A, B, C, D, E"));
    }

    private static int number(String option, String text, int min, int max) {
        if (!text.matches("\\d{1,9}")
                || Integer.parseInt(text) < min
                || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException(
                    option + ": " + text + " is not a whole number from " + min + " to " + max);
        }
        return Integer.parseInt(text);
    }
}
