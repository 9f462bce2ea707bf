package ccm.board.linux;

import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The two chips of the laboratory, and what its checks have in common. {@code sim_gpioN/value} is
 * what is on a line, {@code sim_gpioN/pull} what the world does to it, and the kernel's trace is
 * what was done to the chip in between.
 */
abstract class GpioLabBoard {
    static final int BUTTON = 0;
    static final int LED = 1;
    static final int BOOT0 = 2;
    static final int RST = 3;
    static final String GONE = "its chip is gone. Is its adapter plugged in?";

    private static final Path TRACE = Path.of("/sys/kernel/tracing/trace");

    final Path data;
    final BoardPins pins;
    final String chip;
    final String secondChip;
    final Path secondLines;
    final Path secondLife;
    private final Path lines;
    private int passed;
    private int failed;

    /** Its words are those of {@link GpioLab#main}. */
    GpioLabBoard(String... words) throws IOException {
        chip = words[0];
        lines = Path.of(words[1]);
        secondChip = words[2];
        secondLines = Path.of(words[3]);
        secondLife = Path.of(words[4]);
        data = Files.createTempDirectory("ccm-lab");
        pins = new BoardPins(data);
    }

    abstract void run();

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    static PinRequest low(String line) {
        return new PinRequest(line, true, Bias.AS_IS, Drive.PUSH_PULL, Duration.ZERO);
    }

    String value(int line) throws IOException {
        return Files.readString(lines.resolve("sim_gpio" + line + "/value")).strip();
    }

    void pull(int line, boolean up) throws IOException {
        Path pull = lines.resolve("sim_gpio" + line + "/pull");
        Files.writeString(pull, up ? "pull-up" : "pull-down");
    }

    /** The levels that the kernel set meanwhile. */
    static List<String> levels(Step step) throws Exception {
        return traced(step, "gpio_value: [0-9]+ set ([01])");
    }

    /** Which way the kernel turned the line meanwhile. */
    static List<String> directions(Step step) throws Exception {
        return traced(step, "gpio_direction: [0-9]+ +(in|out) ");
    }

    static int threads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("ccm-board-edges"))
                        .count();
    }

    void check(String claim, Step step) {
        long began = System.nanoTime();
        try {
            step.run();
            passed++;
            System.out.printf(
                    "ok    %s, %d ms%n",
                    claim, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        } catch (Exception | AssertionError e) {
            failed++;
            System.out.printf("FAIL  %s: %s%n", claim, e);
            e.printStackTrace(System.out);
        }
    }

    static void refused(String part, Step step) throws Exception {
        try {
            step.run();
        } catch (IOException e) {
            contains(part, e.getMessage());
            return;
        }
        throw new AssertionError("was not refused");
    }

    static void contains(String part, String all) {
        if (!all.contains(part)) {
            throw new AssertionError("«" + part + "» is not in: " + all);
        }
    }

    static void same(Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }

    private static List<String> traced(Step step, String wanted) throws Exception {
        Files.writeString(TRACE, "");
        step.run();
        return Pattern.compile(wanted)
                .matcher(Files.readString(TRACE))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    interface Step {
        void run() throws Exception;
    }

    record Edge(boolean active, long nanos) {}

    static final class Seen implements PinListener {
        final List<Edge> edges = new CopyOnWriteArrayList<>();
        final List<String> lost = new CopyOnWriteArrayList<>();

        @Override
        public void onEdge(boolean active, long nanos) {
            edges.add(new Edge(active, nanos));
        }

        @Override
        public void onLost(String cause) {
            lost.add(cause);
        }

        List<Boolean> actives() {
            return edges.stream().map(Edge::active).toList();
        }
    }
}
