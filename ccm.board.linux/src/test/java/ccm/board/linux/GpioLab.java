package ccm.board.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import ccm.testing.Eventually;
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
 * What {@code ./ccm lab gpio} runs inside the laboratory, as root: the bundle as it ships against
 * the GPIO device of a real kernel, whose chips are simulated. {@code sim_gpioN/value} is what is
 * on a line, {@code sim_gpioN/pull} what the world does to it, and the kernel's trace is what was
 * done to the chip in between.
 */
public final class GpioLab {
    private static final int BUTTON = 0;
    private static final int LED = 1;
    private static final int BOOT0 = 2;
    private static final int RST = 3;
    private static final int EDGES = 50;
    private static final Duration DEBOUNCE = Duration.ofMillis(500);
    private static final String GONE = "its chip is gone. Is its adapter plugged in?";
    private static final Path TRACE = Path.of("/sys/kernel/tracing/trace");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final String chip;
    private final Path lines;
    private final String secondChip;
    private final Path secondLines;
    private final Path secondLife;
    private final Path data;
    private final BoardPins pins;
    private int passed;
    private int failed;

    private GpioLab(String... words) throws IOException {
        chip = words[0];
        lines = Path.of(words[1]);
        secondChip = words[2];
        secondLines = Path.of(words[3]);
        secondLife = Path.of(words[4]);
        data = Files.createTempDirectory("ccm-lab");
        pins = new BoardPins(data);
    }

    /** The chips' names and folders: see the job that calls it. */
    public static void main(String[] words) throws Exception {
        if (words.length == 1) {
            asNobody(words[0]);
            return;
        }
        GpioLab lab = new GpioLab(words);
        lab.outputs();
        lab.inputs();
        lab.refusals();
        lab.edges();
        lab.chipGoes();
        lab.stops();
        System.out.printf("gpio: %d passed, %d failed%n", lab.passed, lab.failed);
        System.exit(lab.failed == 0 ? 0 : 1);
    }

    private void outputs() {
        check("an output by chip and offset drives the line", () -> drives(chip + "/" + LED));
        check("an output by its device drives the line", () -> drives("/dev/" + chip + "/" + LED));
        check("an output by the chip's label drives the line", () -> drives("board/" + LED));
        check("an output by its name drives the line", () -> drives("LED"));
        check("an output by scheme and name drives the line", () -> drives("gpio:LED"));
        check("a bare number is a line of the first chip", () -> drives("" + LED));
        check("an output that is active low is 0 V when active", this::drivesLow);
        check("an output begins at its level, without a glitch", this::beginsHigh);
        check("the same when active low", this::beginsInactiveLow);
        check("an open drain drives 0 V and lets go", this::openDrain);
        check("an open source drives the supply and lets go", this::openSource);
        check("BOOT0 and RST of a host bring it into its loader and back", this::loader);
    }

    private void inputs() {
        check("an input follows what is on the line", this::follows);
        check("an input that is active low is the other way round", this::followsLow);
        check("pull-up and pull-down hold a line that nobody drives", this::bias);
        check("a closed line answers so, and is free", this::free);
    }

    private void refusals() {
        check("a line that somebody holds is named with its holder", this::busy);
        check("a line that we hold is named with us", this::busyByUs);
        check("a chip that is not there is named with those that are", this::noChip);
        check("an offset that is not there is named with the range", this::noOffset);
        check("a name that is not there is named with a near one", this::noName);
        check("a name that is there twice is refused", this::ambiguous);
        check("a user without rights is told of the group", this::forbidden);
    }

    private void edges() {
        check(EDGES + " of " + EDGES + " edges are seen, in order, with times", this::fifty);
        check("an active low watch tells the other way round", this::watchLow);
        check("two lines share one thread, which ends with the last", this::oneThread);
        check("a bouncing line is one edge", this::debounce);
        check("a listener may close its own line", this::closesItself);
        check("a listener that fails is asked again", this::failingListener);
        check("nothing is told after a close", this::silent);
    }

    private void drives(String line) throws Exception {
        try (OutputPin pin = pins.output(PinRequest.of(line), false)) {
            same("0", value(LED));
            pin.set(true);
            same("1", value(LED));
            same(true, pin.get());
            pin.set(false);
            same("0", value(LED));
            same(false, pin.get());
        }
    }

    private void drivesLow() throws Exception {
        try (OutputPin pin = pins.output(low("LED"), false)) {
            same("1", value(LED));
            pin.set(true);
            same("0", value(LED));
            same(true, pin.get());
        }
    }

    private void beginsHigh() throws Exception {
        pull(LED, false);
        same(List.of("1"), levels(() -> pins.output(PinRequest.of("LED"), true).close()));
    }

    private void beginsInactiveLow() throws Exception {
        pull(LED, false);
        same(List.of("1"), levels(() -> pins.output(low("LED"), false).close()));
    }

    private void openDrain() throws Exception {
        same(List.of("in", "out", "in"), directions(() -> pulse(Drive.OPEN_DRAIN, false)));
    }

    private void openSource() throws Exception {
        same(List.of("in", "out", "in"), directions(() -> pulse(Drive.OPEN_SOURCE, true)));
    }

    /** Lets the line go, drives it to the only level that it can drive, and lets it go again. */
    private void pulse(Drive drive, boolean driven) throws Exception {
        PinRequest how = new PinRequest("LED", false, Bias.AS_IS, drive, Duration.ZERO);
        pull(LED, !driven);
        try (OutputPin pin = pins.output(how, !driven)) {
            same(driven ? "0" : "1", value(LED)); // by the pull alone
            pin.set(driven);
            same(driven ? "1" : "0", value(LED));
            pin.set(!driven);
        }
    }

    private void loader() throws Exception {
        PinRequest reset = low("RST");
        try (OutputPin boot0 = pins.output(PinRequest.of("BOOT0"), false);
                OutputPin rst = pins.output(reset, false)) {
            same("01", value(BOOT0) + value(RST)); // runs
            boot0.set(true);
            rst.set(true);
            same("10", value(BOOT0) + value(RST)); // held in reset, to begin in the loader
            rst.set(false);
            same("11", value(BOOT0) + value(RST)); // in the loader
            boot0.set(false);
            rst.set(true);
            rst.set(false);
            same("01", value(BOOT0) + value(RST)); // runs again
        }
    }

    private void follows() throws Exception {
        try (InputPin pin = pins.input(PinRequest.of("BUTTON"))) {
            pull(BUTTON, true);
            same(true, pin.get());
            pull(BUTTON, false);
            same(false, pin.get());
        }
    }

    private void followsLow() throws Exception {
        try (InputPin pin = pins.input(low("BUTTON"))) {
            pull(BUTTON, true);
            same(false, pin.get());
            pull(BUTTON, false);
            same(true, pin.get());
        }
    }

    private void bias() throws Exception {
        same(true, with(Bias.PULL_UP));
        same(false, with(Bias.PULL_DOWN));
        same(true, with(Bias.PULL_UP));
    }

    private boolean with(Bias bias) throws IOException {
        PinRequest how = new PinRequest("BUTTON", false, bias, Drive.PUSH_PULL, Duration.ZERO);
        try (InputPin pin = pins.input(how)) {
            return pin.get();
        }
    }

    private void free() throws Exception {
        InputPin pin = pins.input(PinRequest.of("BUTTON"));
        pin.close();
        pin.close();
        refused(chip + "/0): closed", pin::get);
        pins.input(PinRequest.of("BUTTON")).close();
    }

    private void busy() throws Exception {
        Process holder =
                new ProcessBuilder("gpioset", "--mode=signal", chip, LED + "=1")
                        .inheritIO()
                        .start();
        try {
            Eventually.eventually(() -> same("1", value(LED)));
            refused("is held by gpioset. End that", () -> pins.output(PinRequest.of("LED"), true));
        } finally {
            holder.destroy();
            holder.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private void busyByUs() throws Exception {
        try (InputPin pin = pins.input(PinRequest.of("BUTTON"))) {
            pin.get();
            refused("is held by ccm.", () -> pins.input(PinRequest.of(chip + "/" + BUTTON)));
        }
    }

    private void noChip() throws Exception {
        refused(
                "there is no chip gpiochip99. There is: " + chip + " (board), " + secondChip,
                () -> pins.input(PinRequest.of("gpiochip99/1")));
    }

    private void noOffset() throws Exception {
        refused("has the lines 0 to 7", () -> pins.input(PinRequest.of(chip + "/8")));
    }

    private void noName() throws Exception {
        refused("Near it: BUTTON", () -> pins.input(PinRequest.of("BUTTOM")));
    }

    private void ambiguous() throws Exception {
        refused(
                "Write one of " + chip + "/4, " + secondChip + "/0",
                () -> pins.input(PinRequest.of("TWICE")));
    }

    /** Root may open everything, so this needs a process of somebody else. */
    private void forbidden() throws Exception {
        Process nobody =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=65534",
                                "--regid=65534",
                                "--clear-groups",
                                "java",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                CLASS_PATH,
                                GpioLab.class.getName(),
                                "LED")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(nobody.getInputStream().readAllBytes(), UTF_8);
        nobody.waitFor(1, TimeUnit.MINUTES);
        contains("may not be opened. Put the user of the gateway into the group", said);
    }

    private static void asNobody(String line) throws IOException {
        try {
            new BoardPins(Files.createTempDirectory("nobody")).input(PinRequest.of(line)).close();
            System.out.println("was given the line");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private void fifty() throws Exception {
        pull(BUTTON, false);
        Seen seen = new Seen();
        try (InputPin pin = pins.watch(PinRequest.of("BUTTON"), seen)) {
            long before = System.nanoTime(); // the same clock as the kernel's
            for (int i = 0; i < EDGES; i++) {
                pull(BUTTON, i % 2 == 0);
            }
            Eventually.eventually(() -> same(EDGES, seen.edges.size()));
            long last = before;
            for (int i = 0; i < EDGES; i++) {
                same(i % 2 == 0, seen.edges.get(i).active());
                same(true, seen.edges.get(i).nanos() > last);
                last = seen.edges.get(i).nanos();
            }
            same(true, last < System.nanoTime());
            same(false, pin.get());
        }
    }

    private void watchLow() throws Exception {
        pull(BUTTON, true);
        Seen seen = new Seen();
        try (InputPin pin = pins.watch(low("BUTTON"), seen)) {
            pull(BUTTON, false);
            Eventually.eventually(() -> same(List.of(true), seen.actives()));
            same(true, pin.get());
        }
    }

    private void oneThread() throws Exception {
        pull(BUTTON, false);
        Seen first = new Seen();
        Seen second = new Seen();
        same(0, threads());
        try (InputPin stays = pins.watch(PinRequest.of(chip + "/5"), second)) {
            try (InputPin goes = pins.watch(PinRequest.of("BUTTON"), first)) {
                pull(5, true);
                pull(BUTTON, true);
                Eventually.eventually(() -> same(List.of(true), second.actives()));
                Eventually.eventually(() -> same(List.of(true), first.actives()));
                same(1, threads());
                same(true, goes.get());
            }
            pull(5, false);
            Eventually.eventually(() -> same(List.of(true, false), second.actives()));
            same(false, stays.get());
        }
        Eventually.eventually(() -> same(0, threads()));
    }

    private void debounce() throws Exception {
        pull(BUTTON, false);
        Seen seen = new Seen();
        PinRequest how = new PinRequest("BUTTON", false, Bias.AS_IS, Drive.PUSH_PULL, DEBOUNCE);
        try (InputPin pin = pins.watch(how, seen)) {
            for (int i = 0; i < 9; i++) {
                pull(BUTTON, i % 2 == 0);
            }
            Eventually.eventually(() -> same(List.of(true), seen.actives()));
            pull(BUTTON, false);
            Eventually.eventually(() -> same(List.of(true, false), seen.actives()));
            same(false, pin.get());
        }
    }

    private void closesItself() throws Exception {
        pull(BUTTON, false);
        List<InputPin> own = new CopyOnWriteArrayList<>();
        List<Boolean> told = new CopyOnWriteArrayList<>();
        own.add(
                pins.watch(
                        PinRequest.of("BUTTON"),
                        (active, nanos) -> {
                            told.add(active);
                            own.forEach(InputPin::close);
                        }));
        pull(BUTTON, true);
        Eventually.eventually(() -> same(0, threads()));
        same(List.of(true), told);
        pins.input(PinRequest.of("BUTTON")).close();
    }

    private void failingListener() throws Exception {
        pull(BUTTON, false);
        List<Boolean> told = new CopyOnWriteArrayList<>();
        PinListener failing =
                (active, nanos) -> {
                    told.add(active);
                    throw new IllegalStateException("on purpose");
                };
        try (InputPin pin = pins.watch(PinRequest.of("BUTTON"), failing)) {
            pull(BUTTON, true);
            pull(BUTTON, false);
            Eventually.eventually(() -> same(List.of(true, false), told));
            same(false, pin.get());
        }
    }

    private void silent() throws Exception {
        pull(BUTTON, false);
        Seen seen = new Seen();
        InputPin pin = pins.watch(PinRequest.of("BUTTON"), seen);
        pin.close();
        pull(BUTTON, true);
        follows(); // and is free at once
        same(List.of(), seen.actives());
    }

    /** Last of all but one: the second chip does not come back. */
    private void chipGoes() {
        check("a watch is told when its chip goes; the others go on", this::unplugged);
    }

    private void unplugged() throws Exception {
        Seen seen = new Seen();
        Seen other = new Seen();
        pull(BUTTON, false);
        InputPin pin = pins.watch(PinRequest.of(secondChip + "/1"), seen);
        OutputPin output = pins.output(PinRequest.of(secondChip + "/2"), true);
        try (InputPin stays = pins.watch(PinRequest.of("BUTTON"), other)) {
            Files.writeString(secondLines.resolve("sim_gpio1/pull"), "pull-up");
            Eventually.eventually(() -> same(List.of(true), seen.actives()));
            Files.writeString(secondLife, "0");
            Eventually.eventually(() -> same(List.of(secondChip + "/1: " + GONE), seen.lost));
            refused(GONE, pin::get);
            refused(GONE, () -> output.set(false));
            pull(BUTTON, true);
            Eventually.eventually(() -> same(List.of(true), other.actives()));
            same(true, stays.get());
        }
        pin.close();
        output.close();
        refused("there is no chip " + secondChip, () -> pins.input(low(secondChip + "/1")));
    }

    private void stops() {
        check("a stopped bundle lets go of every line and ends its thread", this::stop);
    }

    private void stop() throws Exception {
        OutputPin held = pins.output(PinRequest.of("LED"), true);
        pins.watch(PinRequest.of("BUTTON"), new Seen());
        pins.close();
        Eventually.eventually(() -> same(0, threads()));
        refused("closed", () -> held.set(false));
        BoardPins next = new BoardPins(data);
        next.output(PinRequest.of("LED"), false).close();
        next.input(PinRequest.of("BUTTON")).close();
        next.close();
    }

    private static PinRequest low(String line) {
        return new PinRequest(line, true, Bias.AS_IS, Drive.PUSH_PULL, Duration.ZERO);
    }

    private String value(int line) throws IOException {
        return Files.readString(lines.resolve("sim_gpio" + line + "/value")).strip();
    }

    private void pull(int line, boolean up) throws IOException {
        Path pull = lines.resolve("sim_gpio" + line + "/pull");
        Files.writeString(pull, up ? "pull-up" : "pull-down");
    }

    /** The levels that the kernel set meanwhile. */
    private static List<String> levels(Step step) throws Exception {
        return traced(step, "gpio_value: [0-9]+ set ([01])");
    }

    /** Which way the kernel turned the line meanwhile. */
    private static List<String> directions(Step step) throws Exception {
        return traced(step, "gpio_direction: [0-9]+ +(in|out) ");
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

    private static int threads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("ccm-board-edges"))
                        .count();
    }

    private void check(String claim, Step step) {
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

    private static void refused(String part, Step step) throws Exception {
        try {
            step.run();
        } catch (IOException e) {
            contains(part, e.getMessage());
            return;
        }
        throw new AssertionError("was not refused");
    }

    private static void contains(String part, String all) {
        if (!all.contains(part)) {
            throw new AssertionError("«" + part + "» is not in: " + all);
        }
    }

    private static void same(Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private record Edge(boolean active, long nanos) {}

    private static final class Seen implements PinListener {
        private final List<Edge> edges = new CopyOnWriteArrayList<>();
        private final List<String> lost = new CopyOnWriteArrayList<>();

        @Override
        public void onEdge(boolean active, long nanos) {
            edges.add(new Edge(active, nanos));
        }

        @Override
        public void onLost(String cause) {
            lost.add(cause);
        }

        private List<Boolean> actives() {
            return edges.stream().map(Edge::active).toList();
        }
    }
}
