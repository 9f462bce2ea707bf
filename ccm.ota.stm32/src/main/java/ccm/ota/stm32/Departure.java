package ccm.ota.stm32;

import ccm.api.link.RawLine;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the application again and gives the line back, whatever has happened. */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final RawLine line;
    private final Entry entry;

    Departure(RawLine line, Entry entry) {
        this.line = line;
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /**
     * Leaves.
     *
     * @param session for leaving by a command where there is no wire; empty when none was had
     */
    void leave(Optional<Session> session) {
        boolean interrupted = Thread.interrupted(); // the host is started all the same
        try {
            entry.leave();
            if (!entry.canReset() && session.isPresent()) {
                byCommand(session.get());
            }
        } catch (IOException | LoaderException e) {
            LOG.warn("the host could not be started: {}. Reset it.", e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            entry.close();
            line.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void byCommand(Session session)
            throws IOException, LoaderException, InterruptedException {
        Optional<Part.Ram> ram = session.chip().part().ram();
        if (ram.isPresent()) {
            Block stub = ResetStub.of(ram.get());
            session.loader().write(stub, () -> {});
            session.loader().go(stub.start());
        } else {
            session.loader().go(Part.FLASH);
        }
    }
}
