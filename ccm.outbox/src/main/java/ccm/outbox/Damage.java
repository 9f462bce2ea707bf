package ccm.outbox;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and reports records lost to damaged files, and keeps a copy of such a file. */
final class Damage {
    /** What follows the name of a segment in the name of such a copy. */
    static final String MARK = ".bad-";

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final int COPIES = 3;

    private final String queue;
    private final Disk disk;
    private final LongSupplier clock;
    private long records;

    Damage(String queue, Disk disk, LongSupplier clock) {
        this.queue = queue;
        this.disk = disk;
        this.clock = clock;
    }

    /** Records lost so far. */
    synchronized long records() {
        return records;
    }

    /** A segment lacks so many records, at least. Call it once for each. */
    synchronized void report(Segment segment, long lost) {
        records += lost;
        String copy = segment.name() + MARK + clock.getAsLong();
        LOG.error(
                "outbox {}: {} is damaged, {} records or more are lost, the others are kept. Check"
                        + " the disk; a copy of the file is {}",
                queue,
                segment.name(),
                lost,
                copy);
        keep(segment.name(), copy);
    }

    private void keep(String name, String copy) {
        try {
            List<String> kept =
                    disk.names().stream().filter(other -> other.contains(MARK)).sorted().toList();
            for (int i = 0; i <= kept.size() - COPIES; i++) {
                disk.delete(kept.get(i));
            }
            disk.copy(name, copy);
        } catch (IOException e) {
            LOG.warn("outbox {}: no copy of {} could be kept ({})", queue, name, e.toString());
        }
    }
}
