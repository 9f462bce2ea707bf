package ccm.ota.fetch;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of a known length, or one that ends with its connection. */
final class Counted extends FilterInputStream {
    private final boolean known;
    private long rest;

    /**
     * Makes one.
     *
     * @param length −1 when it is not known
     */
    Counted(InputStream in, long length) {
        super(in);
        this.known = length >= 0;
        this.rest = known ? length : Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (rest == 0) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(count, rest));
        if (read < 0 && known) {
            throw new EOFException("the connection ended");
        }
        rest -= Math.max(0, read);
        return read;
    }
}
