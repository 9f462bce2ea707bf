package ccm.ota.stm32;

import ccm.api.board.OutputPin;
import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.board.PinRequest.Drive;
import ccm.api.board.Pins;
import ccm.api.link.RawLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds the wire that a setting names. */
final class Signals {
    private static final String BOARD = "gpio";

    private final RawLine line;
    private final Function<String, Optional<Pins>> pins;

    /**
     * Makes them.
     *
     * @param pins by scheme
     */
    Signals(RawLine line, Function<String, Optional<Pins>> pins) {
        this.line = line;
        this.pins = pins;
    }

    /** Drives BOOT0, which is low at first. */
    Signal boot0(PinSetting setting) throws IOException {
        return setting.isWired() ? signal(setting, false, Drive.PUSH_PULL) : Signal.NONE;
    }

    /** Drives NRST, which is released at first: never high, for the chip pulls it low as well. */
    Signal reset(PinSetting setting) throws IOException {
        Drive drive = setting.inverted() ? Drive.PUSH_PULL : Drive.OPEN_DRAIN;
        return setting.isWired() ? signal(setting, true, drive) : Signal.NONE;
    }

    private Signal signal(PinSetting setting, boolean high, Drive drive) throws IOException {
        String name = setting.line().toLowerCase(Locale.ROOT);
        if (name.equals("rts") || name.equals("dtr")) {
            Signal signal = new ModemSignal(name.equals("rts"), setting.inverted());
            signal.set(high);
            return signal;
        }
        Pins found =
                pins.apply(scheme(setting.line()))
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                setting.key()
                                                        + "="
                                                        + setting.line()
                                                        + ": nothing here drives such pins. Use"
                                                        + " rts, dtr, or a product with the"
                                                        + " bundle for "
                                                        + scheme(setting.line())));
        PinRequest request =
                new PinRequest(setting.line(), false, Bias.AS_IS, drive, Duration.ZERO);
        return new PinSignal(found.output(request, high ^ setting.inverted()), setting.inverted());
    }

    private static String scheme(String line) {
        int colon = line.indexOf(':');
        return colon <= 0 ? BOARD : line.substring(0, colon);
    }

    /** A pin of the board. */
    private record PinSignal(OutputPin pin, boolean inverted) implements Signal {
        @Override
        public void set(boolean high) throws IOException {
            pin.set(high ^ inverted);
        }

        @Override
        public void close() {
            pin.close();
        }
    }

    /** A modem line of the serial adapter, which is at 0 V while it is asserted. */
    private final class ModemSignal implements Signal {
        private final boolean rts;
        private final boolean inverted;

        ModemSignal(boolean rts, boolean inverted) {
            this.rts = rts;
            this.inverted = inverted;
        }

        @Override
        public void set(boolean high) throws IOException {
            boolean asserted = high == inverted;
            if (rts) {
                line.rts(asserted);
            } else {
                line.dtr(asserted);
            }
        }

        @Override
        public void close() {
            // the line is closed by who opened it
        }
    }
}
