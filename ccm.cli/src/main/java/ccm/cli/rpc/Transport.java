package ccm.cli.rpc;

import ccm.cli.line.FailedException;
import java.util.Optional;

/** A way to one gateway that carries frames in both directions. Used by one thread. */
public interface Transport extends AutoCloseable {
    /** What errors call it. */
    String name();

    /** The {@code src} of frames sent on it; empty for none. */
    default String source() {
        return "";
    }

    /** True when answers to somebody else, or to an earlier caller, may arrive on it. */
    default boolean shared() {
        return false;
    }

    /** Sends one frame, a JSON object on one line. */
    void send(String frame, Deadline deadline) throws FailedException;

    /** Waits for the next frame; empty when the time is over. It need not be JSON. */
    Optional<String> receive(Deadline deadline) throws FailedException;

    /** Whatever goes wrong here is not worth telling: all answers have been taken. */
    @Override
    void close();
}
