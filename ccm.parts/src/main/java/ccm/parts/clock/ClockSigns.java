package ccm.parts.clock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Signs that the clock of this gateway is wrong, as far as they cost nothing to look at. */
public final class ClockSigns {
    /** When this was built, at the earliest: no clock that is right says less. */
    public static final Instant BUILT = Instant.parse("2025-01-01T00:00:00Z"); // as in pom.xml

    private static final Path SYSTEMD = Path.of("/run/systemd/timesync");

    private final Path timesync;

    /** Those of this machine. */
    public ClockSigns() {
        this(SYSTEMD);
    }

    /**
     * Makes one.
     *
     * @param timesync the folder of systemd-timesyncd, which is there while that runs
     */
    ClockSigns(Path timesync) {
        this.timesync = timesync;
    }

    /** True for a time before there was any CCM. */
    public static boolean neverSet(Instant now) {
        return now.isBefore(BUILT);
    }

    /**
     * True when it is known that nothing has set the clock since the start of the machine; false
     * when it was set, and where nobody knows.
     */
    public boolean unsynchronized() {
        return Files.isDirectory(timesync) && !Files.exists(timesync.resolve("synchronized"));
    }
}
