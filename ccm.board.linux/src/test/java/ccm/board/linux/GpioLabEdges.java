package ccm.board.linux;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinListener;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import ccm.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lines that are watched. The last of all: the second chip does not come back. */
final class GpioLabEdges extends GpioLabBoard {
    private static final int EDGES = 50;
    private static final Duration DEBOUNCE = Duration.ofMillis(500);

    GpioLabEdges(String... words) throws IOException {
        super(words);
    }

    @Override
    void run() {
        check(EDGES + " of " + EDGES + " edges are seen, in order, with times", this::fifty);
        check("a burst of edges ends in the right level", this::burst);
        check("an active low watch tells the other way round", this::watchLow);
        check("two lines share one thread, which ends with the last", this::oneThread);
        check("a bouncing line is one edge", this::debounce);
        check("a listener may close its own line", this::closesItself);
        check("a listener that fails is asked again", this::failingListener);
        check("nothing is told after a close", this::silent);
        check("a watch is told when its chip goes; the others go on", this::unplugged);
        check("a stopped bundle lets go of every line and ends its thread", this::stop);
    }

    private void fifty() throws Exception {
        pull(BUTTON, false);
        Seen seen = new Seen();
        try (InputPin pin = pins.watch(PinRequest.of("BUTTON"), seen)) {
            long before = System.nanoTime(); // the same clock as the kernel's
            for (int i = 0; i < EDGES; i++) {
                int seenThen = i + 1;
                pull(BUTTON, i % 2 == 0);
                Eventually.eventually(() -> same(seenThen, seen.edges.size()));
            }
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

    /** Simulated interrupts that come before the last was served are one; the end must be right. */
    private void burst() throws Exception {
        pull(BUTTON, false);
        Seen seen = new Seen();
        try (InputPin pin = pins.watch(PinRequest.of("BUTTON"), seen)) {
            for (int i = 0; i <= EDGES; i++) {
                pull(BUTTON, i % 2 == 0);
            }
            Eventually.eventually(
                    () ->
                            same(
                                    true,
                                    !seen.edges.isEmpty()
                                            && seen.actives().get(seen.edges.size() - 1)));
            same(true, pin.get());
            System.out.printf("      %d edges in a burst, %d seen%n", EDGES + 1, seen.edges.size());
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
            Eventually.eventually(() -> same(List.of(true), told));
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
        pins.input(PinRequest.of("BUTTON")).close(); // is free at once
        same(List.of(), seen.actives());
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
}
