package ccm.core.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's memory as Linux tells it, or the Java heap where there is no Linux. */
final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final Path SOURCE = Path.of("/proc/meminfo");
    private static final long KILO = 1024;

    private long leastFree = Long.MAX_VALUE; // guarded by this

    /**
     * Bytes.
     *
     * @param size all there is
     * @param free what programs can still get
     * @param leastFree the lowest {@code free} of all readings
     */
    record Reading(long size, long free, long leastFree) {}

    synchronized Reading read() {
        long size = Runtime.getRuntime().maxMemory();
        long free = size - Runtime.getRuntime().totalMemory() + Runtime.getRuntime().freeMemory();
        try {
            List<String> lines = Files.readAllLines(SOURCE);
            size = bytes(lines, "MemTotal:", size);
            free = bytes(lines, "MemAvailable:", free);
        } catch (IOException e) {
            LOG.debug("{}: cannot read, the heap is told instead", SOURCE, e);
        }
        leastFree = Math.min(leastFree, free);
        return new Reading(size, free, leastFree);
    }

    private static long bytes(List<String> lines, String label, long absent) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(digits -> Long.parseLong(digits) * KILO)
                .findFirst()
                .orElse(absent);
    }
}
