package ccm.sim.cloud.server;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What the command line of {@code sim cloud} asks for. */
final class CloudOptions {
    static final String USAGE =
            """
            usage: ccm sim cloud NAME [--port N] [--dir DIR] [--fault FAULT]... [--seconds N]
                                 [--device ID] [--listen ADDRESS] [--control N] [--seed N]
            """;
    private static final int MOST_SECONDS = 1_000_000;
    private static final int PORTS = 65_535;

    String name = "";
    int seconds;
    private Path folder = Path.of("cloud");
    private int port;
    private int control;
    private int seed = 1;
    private String device = "ccm-0001";
    private String address = "127.0.0.1";
    private final List<String> faults = new ArrayList<>();

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException names the option, what was found and what is allowed
     */
    static CloudOptions of(String... args) {
        CloudOptions options = new CloudOptions();
        Deque<String> words = new ArrayDeque<>();
        for (String arg : args) {
            words.addAll(
                    Arrays.asList(arg.startsWith("--") ? arg.split("=", 2) : new String[] {arg}));
        }
        while (!words.isEmpty()) {
            options.take(words.removeFirst(), words);
        }
        if (options.name.isEmpty()) {
            throw new IllegalArgumentException(
                    "which cloud? There is: " + String.join(" ", Emulators.names()));
        }
        Emulators.find(options.name);
        return options;
    }

    EmulatorOptions emulator() {
        return EmulatorOptions.in(folder.resolve(name).toAbsolutePath())
                .port(port)
                .controlPort(control)
                .device(device)
                .address(address)
                .seed(seed)
                .faults(faults);
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--port" -> port = number(option, value(option, rest), PORTS);
            case "--control" -> control = number(option, value(option, rest), PORTS);
            case "--dir" -> folder = Path.of(value(option, rest));
            case "--seconds" -> seconds = number(option, value(option, rest), MOST_SECONDS);
            case "--seed" -> seed = number(option, value(option, rest), MOST_SECONDS);
            case "--device" -> device = value(option, rest);
            case "--listen" -> address = value(option, rest);
            case "--fault" -> {
                String fault = value(option, rest);
                FaultRule.parse(fault);
                faults.add(fault);
            }
            default -> {
                if (option.startsWith("-") || !name.isEmpty()) {
                    throw new IllegalArgumentException(option + ": unknown option");
                }
                name = option;
            }
        }
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + ": its value is missing");
        }
        return rest.removeFirst();
    }

    private static int number(String option, String text, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    option + ": " + text + " is not a whole number from 0 to " + most);
        }
        return Integer.parseInt(text);
    }
}
