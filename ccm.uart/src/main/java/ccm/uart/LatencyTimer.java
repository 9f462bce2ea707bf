package ccm.uart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a USB adapter keeps bytes to itself before it hands them on: 16 ms with many, for each
 * answer of one byte. Used by the port's thread alone.
 */
final class LatencyTimer {
    private static final Logger LOG = LoggerFactory.getLogger(LatencyTimer.class);
    private static final Path DEVICES = Path.of("/dev");
    private static final String LEAST = "1"; // milliseconds

    private final Path sysfs;
    private final String port;
    private Optional<Path> file = Optional.empty(); // while lowered
    private String former = "";
    private boolean said;

    /**
     * Makes one.
     *
     * @param sysfs where the kernel shows its devices, {@code /sys}
     * @param port as the settings name it
     */
    LatencyTimer(Path sysfs, String port) {
        this.sysfs = sysfs;
        this.port = port;
    }

    /** Lets the adapter hand on at once what comes, if it has such a timer and we may set it. */
    void lower() {
        try {
            String device = DEVICES.resolve(port).toRealPath().getFileName().toString();
            Path found = sysfs.resolve("class/tty/" + device + "/device/latency_timer");
            former = Files.exists(found) ? Files.readString(found).strip() : LEAST;
            if (!former.equals(LEAST)) {
                Files.writeString(found, LEAST);
                file = Optional.of(found);
                LOG.debug("{}: latency timer {} ms, now {} ms", port, former, LEAST);
            }
        } catch (IOException e) {
            if (!said) {
                said = true;
                LOG.info(
                        "{}: its latency timer cannot be lowered, which makes firmware updates"
                                + " slow ({}). See docs/troubleshooting.md, latency timer.",
                        port,
                        e.toString());
            }
        }
    }

    /** Sets what was there before. */
    void restore() {
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file.get(), former);
        } catch (IOException e) {
            LOG.debug("{}: latency timer not put back to {} ms", port, former, e); // unplugged
        }
        file = Optional.empty();
    }
}
