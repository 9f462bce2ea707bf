package ccm.itest;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Stream;
import org.junit.runner.Description;
import org.junit.runner.notification.RunListener;

/**
 * Ends the process when a test, or what is before or behind one, takes far too long, and notes what
 * all threads wait for: a test that hangs is a test that failed, and says where.
 */
public final class Watch extends RunListener {
    private static final Duration MOST =
            Boolean.getBoolean("ccm.long") ? Duration.ofHours(3) : Duration.ofMinutes(8);

    private static final Path REPORT = Path.of("target", "hung.txt"); // ./ccm test shows it

    private final long tests = Thread.currentThread().getId();
    private final Timer timer = new Timer("ccm-itest-watch", true);
    private TimerTask alarm;

    /** Begins with what is before the first test. */
    public Watch() {
        next("the start of the class");
    }

    @Override
    public void testStarted(Description test) {
        next(test.getDisplayName());
    }

    @Override
    public void testFinished(Description test) {
        next("what is behind " + test.getDisplayName());
    }

    private synchronized void next(String what) {
        if (alarm != null) {
            alarm.cancel();
        }
        alarm =
                new TimerTask() {
                    @Override
                    public void run() {
                        end(what);
                    }
                };
        timer.schedule(alarm, MOST.toMillis());
    }

    private void end(String what) {
        StringBuilder said = new StringBuilder("not over after " + MOST + ": " + what + "\n");
        threads()
                .sorted(Comparator.comparing(thread -> thread.getId() != tests)) // theirs first
                .forEach(thread -> describe(thread, said));
        try {
            Files.writeString(REPORT, said, CREATE, APPEND); // what is printed here would be lost
        } catch (IOException e) {
            System.err.println(e);
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(1);
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream();
    }

    private static void describe(Thread thread, StringBuilder said) {
        said.append(thread.getName()).append(", ").append(thread.getState()).append('\n');
        for (StackTraceElement frame : thread.getStackTrace()) {
            said.append("    at ").append(frame).append('\n');
        }
    }
}
