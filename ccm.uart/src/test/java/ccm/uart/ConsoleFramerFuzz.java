package ccm.uart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes on the serial console: no exception, no frame that does not begin and end as one, never
 * more kept than the largest frame; and the same frames whether the bytes come at once or one by
 * one.
 */
public final class ConsoleFramerFuzz {
    private static final int MAX = 256;

    private ConsoleFramerFuzz() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Seen single = new Seen();
        ConsoleFramer framer = new ConsoleFramer(() -> MAX, single);
        for (byte each : bytes) {
            framer.accept(new byte[] {each}, 1);
        }
        Seen whole = new Seen();
        new ConsoleFramer(() -> MAX, whole).accept(bytes, bytes.length);
        if (comparable(bytes) && !single.what.equals(whole.what)) {
            throw new IllegalStateException(single.what + " one by one, at once " + whole.what);
        }
    }

    /**
     * Noise drops what is unfinished, a read with it whole; line ends count only behind the quotes
     * of the same read; and a frame without an end is dropped between two reads.
     */
    private static boolean comparable(byte[] bytes) {
        boolean lines = false;
        boolean quotes = false;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
            lines |= bytes[i] == '\n';
            quotes |=
                    bytes[i] == '"'
                            && i + 2 < bytes.length
                            && bytes[i + 1] == '"'
                            && bytes[i + 2] == '"';
        }
        return bytes.length <= MAX && !(lines && quotes);
    }

    private static final class Seen implements ConsoleFramer.Sink {
        private final List<String> what = new ArrayList<>();

        @Override
        public void quotes() {
            what.add("quotes");
        }

        @Override
        public void blank() {
            what.add("blank");
        }

        @Override
        public void handshake() {
            what.add("handshake");
        }

        @Override
        public void checksum() {
            what.add("checksum");
        }

        @Override
        public void frame(byte[] json) {
            if (json.length == 0 || json[0] != '{') {
                throw new IllegalStateException("a frame that is " + Arrays.toString(json));
            }
            what.add("frame " + Arrays.toString(json));
        }

        @Override
        public void garbage(String reason) {
            what.add(reason);
        }
    }
}
