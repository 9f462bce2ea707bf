package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.parts.frames.FrameCrc;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Finds frames among what a device prints: between {@code """} or ends of line, with an optional
 * checksum behind their last brace. Source: what tools for Mongoose OS do.
 */
final class SerialDecoder {
    private static final byte XON = 0x11;
    private static final byte XOFF = 0x13;
    private static final int QUOTES = 3;
    private static final int READY = 0x04;

    private final Sink sink;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int quotes; // how many stand at the end of what is pending
    private boolean stopped;

    /** Takes what was found. */
    interface Sink {
        void frame(String frame);

        /** The device answers our handshake. */
        void ready();

        /** What is no frame: output for people, or a damaged frame. */
        void other(String text);
    }

    SerialDecoder(Sink sink) {
        this.sink = sink;
    }

    /** True while the device wants nothing to be sent. */
    boolean stopped() {
        return stopped;
    }

    void accept(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            accept(bytes[i]);
        }
    }

    private void accept(byte next) {
        if (next == XON || next == XOFF) {
            stopped = next == XOFF;
            return;
        }
        if (next == '\n') {
            cut(pending.size());
            return;
        }
        pending.write(next);
        quotes = next == '"' ? quotes + 1 : 0;
        if (quotes == QUOTES) {
            cut(pending.size() - QUOTES);
        }
    }

    private void cut(int length) {
        byte[] found = Arrays.copyOf(pending.toByteArray(), length);
        pending.reset();
        quotes = 0;
        classify(found);
    }

    private void classify(byte[] found) {
        String text = new String(found, UTF_8);
        if (text.isBlank()) {
            return;
        }
        if (found.length == 1 && found[0] == READY) {
            sink.ready();
            return;
        }
        int start = indexOf(found, (byte) '{');
        int end = FrameCrc.jsonEnd(found);
        boolean whole = start < end && found[end - 1] == '}';
        if (whole && FrameCrc.check(found, start, end) != FrameCrc.Check.MISMATCH) {
            sink.frame(new String(found, start, end - start, UTF_8));
        } else {
            sink.other(text);
        }
    }

    /** Where a byte stands first; the length when it does not. */
    private static int indexOf(byte[] bytes, byte wanted) {
        int index = 0;
        while (index < bytes.length && bytes[index] != wanted) {
            index++;
        }
        return index;
    }
}
