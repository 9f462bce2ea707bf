package ccm.sim.host;

import ccm.parts.threads.NamedThreads;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of frames as they go onto a tape, on a thread of its own: the line never waits for it. */
final class TapeReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TapeReader.class);
    private static final long WAIT_MILLIS = 1000;
    private static final long PATIENCE_MILLIS = 2000;

    private final Tape tape;
    private final Consumer<String> reader;
    private final Thread thread = new NamedThreads("ccm-sim-host-frames").newThread(this::run);
    private long told; // touched by the thread alone
    private volatile boolean closing;

    /**
     * Makes one.
     *
     * @param reader takes {@code < frame} for what the host received, {@code > frame} for what it
     *     sent
     */
    TapeReader(Tape tape, Consumer<String> reader) {
        this.tape = tape;
        this.reader = reader;
    }

    void open() {
        thread.start();
    }

    /** Tells of the last frames, then ends. */
    @Override
    public void close() {
        closing = true;
        tape.wake();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                tape.awaitBehind(told, WAIT_MILLIS);
                tellNew();
            }
            tellNew(); // what came between the last look and the close
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellNew() {
        for (Tape.Frame frame : tape.after(told)) {
            tell(frame.toString());
            told = frame.number();
        }
    }

    private void tell(String frame) {
        try {
            reader.accept(frame);
        } catch (RuntimeException e) {
            LOG.warn("sim host: who watches the frames failed", e);
        }
    }
}
