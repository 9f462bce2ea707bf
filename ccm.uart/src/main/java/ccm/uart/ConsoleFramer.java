package ccm.uart;

import ccm.parts.frames.FrameCrc;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Cuts the bytes of a serial console into frames, with the rules of the UART channel of Mongoose OS
 * RPC. Not safe for several threads: it belongs to the one that reads.
 */
final class ConsoleFramer {
    private static final int SLACK = 6; // two delimiters around the largest frame
    private static final int META = 8; // from so many bytes on, what follows a frame is a checksum
    private static final byte HANDSHAKE = 4;

    private final IntSupplier maxFrame;
    private final Sink sink;
    private byte[] pending = {};

    /** Takes what was cut out. */
    interface Sink {
        /** The delimiter of three quotes came: from now on it is used in answers, for good. */
        void quotes();

        /** A frame of nothing but white space. */
        void blank();

        /** The question whether somebody is here. */
        void handshake();

        /** A frame came with the right checksum: from now on answers carry one. */
        void checksum();

        /** A frame, from its first brace on. */
        void frame(byte[] json);

        /** What is dropped: damaged, or without an end. */
        void garbage(String what);
    }

    ConsoleFramer(IntSupplier maxFrame, Sink sink) {
        this.maxFrame = maxFrame;
        this.sink = sink;
    }

    /** Forgets an unfinished frame. */
    void reset() {
        pending = new byte[0];
    }

    /** Takes the bytes of one read. */
    void accept(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] < 0) { // 0x80 and above: line noise, no console sends it
                reset();
                sink.garbage("a byte above 0x7f");
                return;
            }
        }
        byte[] all = Arrays.copyOf(pending, pending.length + count);
        System.arraycopy(bytes, 0, all, pending.length, count);
        cut(all);
        if (pending.length > maxFrame.getAsInt() + SLACK) {
            reset();
            sink.garbage("a frame without an end");
        }
    }

    private void cut(byte[] all) {
        int start = 0;
        while (true) {
            int end = quotes(all, start);
            int next = end + 3;
            if (end >= 0) {
                sink.quotes();
            } else {
                end = lineFeed(all, start);
                next = end + 1;
            }
            if (end < 0) {
                break;
            }
            frame(Arrays.copyOfRange(all, start, end));
            start = next;
        }
        pending = start == 0 ? all : Arrays.copyOfRange(all, start, all.length);
    }

    private void frame(byte[] text) {
        if (text.length == 1 && text[0] == HANDSHAKE) {
            sink.handshake();
        } else if (isBlank(text)) {
            sink.blank();
        } else {
            json(text);
        }
    }

    private void json(byte[] text) {
        int start = 0;
        while (start < text.length && text[start] != '{') {
            start++;
        }
        if (start == text.length) {
            sink.garbage("text that is no frame");
            return;
        }
        int end = FrameCrc.jsonEnd(text);
        if (end <= start) {
            end = text.length; // its last brace stands before its first
        }
        switch (FrameCrc.check(text, start, end)) {
            case MATCH -> sink.checksum();
            case MISMATCH -> {
                sink.garbage("a frame with a wrong checksum");
                return;
            }
            case NONE -> {
                if (text.length - end >= META) {
                    sink.garbage("a frame with something else in the place of its checksum");
                    return;
                }
            }
        }
        sink.frame(Arrays.copyOfRange(text, start, end));
    }

    private static boolean isBlank(byte[] text) {
        for (byte each : text) {
            if (each != ' ' && (each < '\t' || each > '\r')) {
                return false;
            }
        }
        return true;
    }

    private static int quotes(byte[] in, int from) {
        for (int i = from; i + 2 < in.length; i++) {
            if (in[i] == '"' && in[i + 1] == '"' && in[i + 2] == '"') {
                return i;
            }
        }
        return -1;
    }

    private static int lineFeed(byte[] in, int from) {
        for (int i = from; i < in.length; i++) {
            if (in[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
