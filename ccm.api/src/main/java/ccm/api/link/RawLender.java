package ccm.api.link;

import java.io.IOException;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lends the host's serial line to who writes its firmware. Published beside the line's {@link
 * FrameLink}, which is down for as long: its frames wait on the other side of it and flow again
 * afterwards.
 */
@ProviderType
public interface RawLender {
    /**
     * Lends the line: waits until the frames that were begun have left, then stops reading and
     * writing any.
     *
     * @param borrower for the log, as {@code "firmware update"}
     * @param deadline how long to wait for the port to be open and free
     * @throws IOException the port is not open (names the device and the remedy), or is lent
     *     already, or is being closed
     */
    RawLine borrow(String borrower, Duration deadline) throws IOException;

    /**
     * Sets the level that the modem output RTS has from now on and whenever the port is opened
     * anew, until a borrower drives it. For a host whose reset or boot pin hangs on it: without
     * this, opening the port asserts it. Does not wait; a line without such an output takes no
     * notice.
     */
    default void idleRts(boolean asserted) {
        // no such output
    }

    /** The same for DTR. */
    default void idleDtr(boolean asserted) {
        // no such output
    }
}
