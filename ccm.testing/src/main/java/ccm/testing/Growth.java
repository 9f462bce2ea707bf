package ccm.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How threads, memory and open files of this JVM grow while something is done many times: the first
 * tenth of the steps against the last.
 */
public final class Growth {
    private static final int TENTHS = 10;
    private static final int THREADS = 2; // those that come for a moment and end by themselves
    private static final int FILES = 4;
    private static final long HEAP = 4 << 20;
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private final int steps;
    private final int tenth;
    private int done;
    private Figures first = new Figures(0, 0, 0);
    private Figures last = new Figures(0, 0, 0);

    /** The most threads and files within some steps, and what was in use behind them. */
    private record Figures(int threads, int files, long heap) {
        Figures or(int threadsNow, int filesNow) {
            return new Figures(Math.max(threads, threadsNow), Math.max(files, filesNow), heap);
        }

        Figures heap(long bytes) {
            return new Figures(threads, files, bytes);
        }
    }

    /** Makes one for so many steps. */
    public Growth(int steps) {
        this.steps = steps;
        this.tenth = Math.max(1, steps / TENTHS);
    }

    public int steps() {
        return steps;
    }

    /** One step was done. */
    public void step() throws IOException {
        done++;
        if (done <= tenth) {
            first = first.or(threads(), files());
        }
        if (done == tenth) {
            first = first.heap(heap());
        }
        if (done > steps - tenth) {
            last = last.or(threads(), files());
        }
        if (done == steps) {
            last = last.heap(heap());
        }
    }

    /**
     * Compares.
     *
     * @throws AssertionError there is more of something than there was
     */
    public void check() {
        if (last.threads > first.threads + THREADS
                || last.files > first.files + FILES
                || last.heap > first.heap + HEAP) {
            throw new AssertionError("it grows: " + this);
        }
    }

    @Override
    public String toString() {
        return String.format(
                "threads %d then %d, open files %d then %d, heap %.1f then %.1f MB",
                first.threads,
                last.threads,
                first.files,
                last.files,
                first.heap / 1e6,
                last.heap / 1e6);
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    private static int files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    /** What is in use once all that nobody needs is thrown away. */
    private static long heap() {
        System.gc();
        System.gc();
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
