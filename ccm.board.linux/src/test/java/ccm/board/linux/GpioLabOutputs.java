package ccm.board.linux;

import ccm.api.board.InputPin;
import ccm.api.board.OutputPin;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Lines that are driven and read. */
final class GpioLabOutputs extends GpioLabBoard {
    GpioLabOutputs(String... words) throws IOException {
        super(words);
    }

    @Override
    void run() {
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
        check("an input follows what is on the line", this::follows);
        check("an input that is active low is the other way round", this::followsLow);
        check("pull-up and pull-down hold a line that nobody drives", this::bias);
        check("a closed line answers so, and is free", this::free);
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
}
