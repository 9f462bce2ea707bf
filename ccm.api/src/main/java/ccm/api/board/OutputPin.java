package ccm.api.board;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A line that is driven. Safe for use by many threads. */
@ConsumerType
public interface OutputPin extends AutoCloseable {
    /** Drives the line. */
    void set(boolean active) throws IOException;

    /** What is on the line now. */
    boolean get() throws IOException;

    /** Lets go of the line. */
    @Override
    void close();
}
