package ccm.board.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.board.InputPin;
import ccm.api.board.PinRequest;
import ccm.testing.Eventually;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Lines that are not given. */
final class GpioLabRefusals extends GpioLabBoard {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    GpioLabRefusals(String... words) throws IOException {
        super(words);
    }

    @Override
    void run() {
        check("a line that somebody holds is named with its holder", this::busy);
        check("a line that we hold is named with us", this::busyByUs);
        check("a chip that is not there is named with those that are", this::noChip);
        check("an offset that is not there is named with the range", this::noOffset);
        check("a name that is not there is named with a near one", this::noName);
        check("a name that is there twice is refused", this::ambiguous);
        check("a user without rights is told of the group", this::forbidden);
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
}
