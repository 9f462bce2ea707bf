package ccm.sim.host;

import java.io.IOException;

/** The host's end of the serial line. One thread reads while another writes. */
public interface HostLine extends AutoCloseable {
    /**
     * Reads what is there, waiting for at least one byte.
     *
     * @return how many bytes, or -1 when this was closed
     */
    int read(byte[] into) throws IOException;

    /** Writes all bytes, waiting while the other end takes none. */
    void write(byte[] bytes) throws IOException;

    @Override
    void close() throws IOException;
}
