package ccm.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file open for writing. */
interface LogFile extends Closeable {
    /** Writes all that remains in the buffer. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Makes what was written last. */
    void force() throws IOException;

    long size() throws IOException;
}
