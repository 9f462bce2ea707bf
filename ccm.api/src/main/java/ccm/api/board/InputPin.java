package ccm.api.board;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A line that is read. Safe for use by many threads. */
@ConsumerType
public interface InputPin extends AutoCloseable {
    /** What is on the line now. */
    boolean get() throws IOException;

    /** Lets go of the line; a listener is not told anything afterwards. */
    @Override
    void close();
}
