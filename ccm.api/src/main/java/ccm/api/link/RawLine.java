package ccm.api.link;

import java.io.IOException;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A serial line as bytes, lent out by its transport. Used by one thread; {@link #close} may come
 * from any and ends a wait that is under way.
 */
@ProviderType
public interface RawLine extends AutoCloseable {
    /** The parity bit of each byte. */
    enum Parity {
        NONE,
        EVEN
    }

    /**
     * Waits until all output has left, changes rate and parity (8 data bits, 1 stop bit), and drops
     * what has come in.
     *
     * @param baud bits per second
     * @throws IOException the driver refuses the rate, which leaves the line as it was, or the
     *     device is gone
     */
    void configure(int baud, Parity parity) throws IOException;

    /** Bits per second now. */
    int baud();

    /**
     * Reads what is there; waits, without polling, until there is at least one byte.
     *
     * @param deadline how long to wait for the first byte; coarse, but never much longer
     * @return how many bytes; 0 when none came in time
     * @throws IOException the device is gone, or the line was closed
     */
    int read(byte[] into, int offset, int count, Duration deadline) throws IOException;

    /**
     * Writes all bytes.
     *
     * @throws IOException the device is gone, or the line was closed
     */
    void write(byte[] bytes, int offset, int count) throws IOException;

    /** Drops what has come in and was not read. */
    void discardInput() throws IOException;

    /**
     * Drives the modem output RTS. Asserted means 0 V at the pin of a usual adapter. The level
     * stays when the line is given back, and when the port is opened anew.
     *
     * @throws IOException this line has no such output (a pseudo-terminal, for example)
     */
    void rts(boolean asserted) throws IOException;

    /** Drives the modem output DTR, as {@link #rts} does RTS. */
    void dtr(boolean asserted) throws IOException;

    /**
     * Gives the line back to its frames, with rate, parity and flow control as they were. What has
     * come in at another rate or parity is dropped; at the same ones it is taken for frames. Does
     * nothing when repeated.
     */
    @Override
    void close();
}
