package ccm.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a process has used since it began, as Linux counts it.
 *
 * @param cpuSeconds of all its threads, its own and the kernel's time for it
 * @param switches how often one of its living threads gave up the processor to wait
 */
record Usage(double cpuSeconds, long switches) {
    private static final double TICKS = 100; // a second, on every Linux that has /proc
    private static final int USER = 11; // fields behind the name of the program
    private static final int SYSTEM = 12;
    private static final String WAITED = "voluntary_ctxt_switches:";

    static Usage of(Process process) throws IOException {
        Path proc = Path.of("/proc/" + process.pid());
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        long switches = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("task"))) {
            for (Path thread : threads) {
                switches += switches(thread);
            }
        }
        return new Usage(ticks / TICKS, switches);
    }

    Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, switches - before.switches);
    }

    private static long switches(Path thread) throws IOException {
        try {
            for (String line : Files.readAllLines(thread.resolve("status"))) {
                if (line.startsWith(WAITED)) {
                    return Long.parseLong(line.substring(WAITED.length()).strip());
                }
            }
        } catch (NoSuchFileException e) {
            return 0; // ended a moment ago
        }
        throw new IOException(thread + ": no " + WAITED);
    }
}
