package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.link.RawLine;
import ccm.api.link.RawLine.Parity;
import ccm.ota.stm32.Stm32Settings.Rates;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the chip into its loader at the best rate that works, or finds out why that fails. */
final class Arrival {
    private static final int TRIES = 3;
    private static final int PROOFS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    private final RawLine line;
    private final Entry entry;
    private final Stm32Settings settings;
    private final Loader loader;
    private final Sync sync;
    private final Identify identify;
    private final int applicationBaud;
    private boolean slow; // the higher rate did not work once

    /**
     * Makes one.
     *
     * @param meanwhile is done while the loader is busy
     */
    Arrival(RawLine line, Entry entry, Stm32Settings settings, Runnable meanwhile) {
        Wire wire = new Wire(line);
        this.line = line;
        this.entry = entry;
        this.settings = settings;
        this.loader = new Loader(wire, meanwhile);
        this.sync = new Sync(wire);
        this.identify = new Identify(loader, Parts.all());
        this.applicationBaud = line.baud();
    }

    Loader loader() {
        return loader;
    }

    Sync sync() {
        return sync;
    }

    /** Enters the loader and asks it what it is on. */
    Chip chip() throws IOException, InterruptedException, FirmwareException {
        Rates rates = settings.rates();
        if (rates.fast().isPresent() && entry.canReset() && !slow) {
            Optional<Chip> found = fast(rates.fast().get());
            if (found.isPresent()) {
                return found.get();
            }
            slow = true;
        }
        boolean text = false;
        for (int i = 0; i < TRIES; i++) {
            try {
                return at(rates.baud());
            } catch (LoaderException e) {
                LOG.debug("{} at {} baud.", e.getMessage(), rates.baud());
                text |= sync.isText();
            }
        }
        throw failure(text);
    }

    private Chip at(int baud)
            throws IOException, LoaderException, InterruptedException, FirmwareException {
        line.configure(baud, Parity.EVEN);
        entry.enter(line);
        sync.first();
        return identify.chip();
    }

    private Optional<Chip> fast(int baud) throws InterruptedException, IOException {
        try {
            Chip chip = at(baud);
            prove(chip);
            LOG.info("the loader takes {} baud.", baud);
            return Optional.of(chip);
        } catch (LoaderException | FirmwareException e) {
            LOG.info("not at {} baud: {}. Going on at the lower rate.", baud, e.getMessage());
        } catch (IOException e) {
            if (line.baud() == baud) {
                throw e;
            }
            LOG.info("not at {} baud: {}.", baud, e.getMessage()); // the driver has no such rate
        }
        return Optional.empty();
    }

    private void prove(Chip chip) throws IOException, LoaderException, InterruptedException {
        byte[] once = new byte[Block.SIZE];
        byte[] again = new byte[Block.SIZE];
        for (int i = 0; i < PROOFS; i++) {
            boolean same = loader.get()[0] == chip.version() && loader.getId() == chip.part().id();
            if (same && chip.readable()) {
                loader.read(Part.FLASH, i == 0 ? once : again, 0, Block.SIZE);
                same = i == 0 || Arrays.equals(once, again);
            }
            if (!same) {
                throw new LoaderException(
                        LoaderException.Kind.GARBAGE, "its answers differ from time to time");
            }
        }
    }

    private FirmwareException failure(boolean text) throws IOException, InterruptedException {
        String heard = sync.heard();
        line.configure(applicationBaud, Parity.NONE); // as an application would be understood
        entry.enter(line);
        sync.listenForText();
        if (sync.isText()) {
            heard = sync.heard();
        } else if (!text) {
            return silence(heard);
        }
        return new FirmwareException(
                Reason.APPLICATION_RUNS,
                "the application answers instead of the loader ("
                        + heard
                        + "): "
                        + wiring()
                        + " has no effect. Check its wire, its polarity, whether the chip looks at"
                        + " BOOT0 at all (option bytes of G0, G4, C0) and, on F1, F2 and F4, that"
                        + " BOOT1 is low");
    }

    private FirmwareException silence(String heard) {
        return new FirmwareException(
                Reason.NO_ANSWER,
                "no loader answers at "
                        + settings.rates().baud()
                        + " baud"
                        + (heard.isEmpty() ? "" : " (heard " + heard + ")")
                        + ". Check power, RX and TX (swapped?), "
                        + wiring()
                        + ", and that the wires go to a UART that this part's loader listens on"
                        + " (USART1 PA9/PA10 on all); G0, G4 and C0 may ignore BOOT0 by an option"
                        + " byte");
    }

    private String wiring() {
        return describe("BOOT0", settings.boot0()) + " and " + describe("NRST", settings.reset());
    }

    private static String describe(String pin, PinSetting setting) {
        String line = setting.line().isEmpty() ? "not wired" : setting.line();
        return pin + " (" + setting.key() + ": " + line + ")";
    }
}
