package ccm.ota.stm32;

import ccm.api.link.RawLine;
import java.io.IOException;

/**
 * Puts the chip into its loader and out of it, by BOOT0 and NRST. BOOT0 stays high in between, so
 * that a chip that resets itself comes back into the loader.
 */
final class Entry implements AutoCloseable {
    private final Stm32Settings settings;
    private final Pause pause;
    private final Signal boot0;
    private final Signal reset;

    /** Takes the wires; the chip runs on as it did. */
    Entry(Stm32Settings settings, Signals signals, Pause pause) throws IOException {
        this.settings = settings;
        this.pause = pause;
        boot0 = signals.boot0(settings.boot0());
        try {
            reset = signals.reset(settings.reset());
        } catch (IOException e) {
            boot0.close();
            throw e;
        }
    }

    /** True when the chip can be reset from here. */
    boolean canReset() {
        return settings.reset().isWired();
    }

    /** Starts the loader; it measures the rate of the first byte that it gets. */
    void enter(RawLine line) throws IOException, InterruptedException {
        line.discardInput(); // what comes after the reset tells who runs
        boot0.set(true);
        pulse();
        pause.of(settings.bootDelay());
    }

    /** Starts the application. */
    void leave() throws IOException, InterruptedException {
        boot0.set(false);
        pulse();
    }

    private void pulse() throws IOException, InterruptedException {
        if (!canReset()) {
            return;
        }
        reset.set(false);
        try {
            pause.of(settings.resetPulse());
        } finally {
            reset.set(true);
        }
    }

    @Override
    public void close() {
        reset.close();
        boot0.close();
    }
}
