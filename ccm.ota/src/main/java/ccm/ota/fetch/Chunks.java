package ccm.ota.fetch;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** A body in chunks, each with its length before it. */
final class Chunks extends FilterInputStream {
    private static final Pattern LENGTH = Pattern.compile("[0-9a-fA-F]{1,15}");
    private static final int HEX = 16;

    private long rest; // of the chunk
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (rest == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(count, rest));
        if (read < 0) {
            throw new EOFException("the connection ended");
        }
        rest -= read;
        return read;
    }

    private void next() throws IOException {
        if (!first && !WebConnection.line(in).isEmpty()) {
            throw new IOException("the server sends chunks of another length than it says");
        }
        first = false;
        String length = WebConnection.line(in).replaceFirst(";.*", "").strip();
        if (!LENGTH.matcher(length).matches()) {
            throw new IOException("the server sends a chunk without its length");
        }
        rest = Long.parseLong(length, HEX);
        ended = rest == 0;
    }
}
