package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dialogue with the loader that outlives lost bytes and resets of the host. Nothing in the chip
 * is changed by getting it back, so what was done stays done, and only the step under way is in
 * doubt.
 */
final class Session {
    static final int REPETITIONS = 10;
    static final int ENTRIES = 5;
    private static final Duration BETWEEN_ENTRIES = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Arrival arrival;
    private final Pause pause;
    private Chip chip;
    private int failures; // of steps since there was progress
    private int entries; // the same, of those that made a new entry necessary
    private int epoch;

    /** A step of the dialogue that may be repeated. */
    interface Step {
        void run() throws IOException, LoaderException, InterruptedException;
    }

    Session(Arrival arrival, Pause pause)
            throws IOException, InterruptedException, FirmwareException {
        this.arrival = arrival;
        this.pause = pause;
        this.chip = arrival.chip();
    }

    Loader loader() {
        return arrival.loader();
    }

    Chip chip() {
        return chip;
    }

    /** Differs after the chip was put into its loader again. */
    int epoch() {
        return epoch;
    }

    /** Something got done that stays done: failures before it do not count any more. */
    void progressed() {
        failures = 0;
        entries = 0;
    }

    /** Reads, as often as it takes. */
    void read(long from, byte[] into, int offset, int count)
            throws IOException, InterruptedException, FirmwareException {
        repeat(() -> loader().read(from, into, offset, count));
    }

    /** Does a step until it works. */
    void repeat(Step step) throws IOException, InterruptedException, FirmwareException {
        while (true) {
            try {
                step.run();
                return;
            } catch (LoaderException e) {
                recover(e);
            }
        }
    }

    /**
     * Gets the loader ready for the next command after a step failed.
     *
     * @throws FirmwareException too much failed without any progress
     */
    void recover(LoaderException why) throws IOException, InterruptedException, FirmwareException {
        LOG.debug("{}: getting the loader back.", why.getMessage());
        if (++failures > REPETITIONS) {
            throw new FirmwareException(
                    Reason.WRITE,
                    "the loader failed "
                            + REPETITIONS
                            + " times at the same step: "
                            + why.getMessage()
                            + ". Look for a bad connection, noise, or a supply that is too weak",
                    why);
        }
        try {
            arrival.sync().again();
        } catch (LoaderException e) {
            enterAgain();
        }
    }

    /** Lifts the read-out protection, which wipes the chip. */
    void unprotect() throws IOException, InterruptedException, FirmwareException {
        LOG.info("the host's flash is protected from reading: lifting that, which wipes it.");
        try {
            loader().readoutUnprotect();
        } catch (LoaderException e) {
            LOG.debug("{}: looking whether it worked.", e.getMessage());
        }
        pause.of(BETWEEN_ENTRIES); // it resets itself when all is erased
        enterAgain();
        if (!chip.readable()) {
            throw new FirmwareException(
                    Reason.PROTECTED,
                    chip.description()
                            + ": its read-out protection cannot be lifted (level 2 is for ever)."
                            + " Only another chip can be written");
        }
    }

    private void enterAgain() throws IOException, InterruptedException, FirmwareException {
        Chip before = chip;
        while (true) {
            entries++;
            try {
                chip = arrival.chip();
                epoch++;
                break;
            } catch (FirmwareException e) {
                if (e.reason() != Reason.NO_ANSWER || entries >= ENTRIES) {
                    throw e;
                }
                pause.of(BETWEEN_ENTRIES);
            }
        }
        if (chip.part().id() != before.part().id()) {
            throw new FirmwareException(
                    Reason.UNKNOWN_CHIP,
                    "another chip answers now: "
                            + chip.description()
                            + ", was "
                            + before.description());
        }
        if (entries > ENTRIES) {
            throw new FirmwareException(
                    Reason.WRITE,
                    "the host was reset "
                            + ENTRIES
                            + " times at the same step. Look at its supply and its watchdog");
        }
    }
}
