package ccm.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread of ours behind, or that logs an error it did not announce with
 * {@link #expectErrors}. Needs slf4j-jdk14 on the test class path.
 */
public final class Quiet implements BeforeEachCallback, AfterEachCallback {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final Logger ROOT = Logger.getLogger("");
    private static final List<String> ERRORS = new CopyOnWriteArrayList<>();
    private static volatile boolean announced;

    private final Handler errors = new ErrorCollector();
    private Set<Thread> before = Set.of();

    /** The running test provokes errors in the log: that is its purpose. */
    public static void expectErrors() {
        announced = true;
    }

    /** The errors logged since the test began. */
    public static List<String> errors() {
        return List.copyOf(ERRORS);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        announced = false;
        ERRORS.clear();
        ROOT.addHandler(errors);
        before = ours();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ROOT.removeHandler(errors);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!left().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!left().isEmpty()) {
            throw new AssertionError("threads left over: " + left());
        }
        if (!announced && !ERRORS.isEmpty()) {
            throw new AssertionError("errors logged: " + ERRORS);
        }
    }

    private Set<String> left() {
        return ours().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread.getName().startsWith("ccm-")
                                        || thread.getName().startsWith("MQTT "))
                .collect(Collectors.toSet());
    }

    private static final class ErrorCollector extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                ERRORS.add(entry.getLoggerName() + ": " + entry.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }
}
