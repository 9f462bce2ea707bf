package ccm.ota.stm32;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ccm.ota.stm32.LoaderException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Finds the loader on the line, and the beginning of a command when it was lost. */
final class Sync {
    private static final byte[] HELLO = {0x7F};
    private static final byte[] INVALID = {(byte) 0xFF, 0};
    private static final byte[] QUESTION =
            "\n{\"id\":1,\"method\":\"Sys.Info\"}\n".getBytes(ISO_8859_1);
    private static final Duration HELLO_PATIENCE = Duration.ofMillis(300);
    private static final Duration PROBE = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofMillis(30);
    private static final Duration BOOT_TEXT = Duration.ofMillis(400);
    private static final int LARGEST = 260; // more than any frame
    private static final int ROUNDS = 8;

    private final Wire wire;
    private final byte[] heard = new byte[1024];
    private int count;

    Sync(Wire wire) {
        this.wire = wire;
    }

    /**
     * Lets a loader that was just reset measure the rate.
     *
     * @throws LoaderException with what was heard instead
     */
    void first() throws IOException, LoaderException, InterruptedException {
        count = 0;
        listen(Duration.ofMillis(1));
        wire.line().discardInput();
        wire.send(HELLO, 1);
        int answer = wire.next(HELLO_PATIENCE);
        if (answer == Wire.ACK) {
            return; // text that begins like that is no answer to the command that follows
        }
        if (isRefusal(answer)) {
            return;
        }
        // measured before, perhaps: then that byte was the first half of a command
        wire.send(HELLO, 1);
        if (isRefusal(wire.next(HELLO_PATIENCE))) {
            return;
        }
        listen(QUIET);
        throw new LoaderException(
                count == 0 ? Kind.SILENCE : Kind.GARBAGE, "no answer as of a loader");
    }

    /**
     * Gets a loader that may be anywhere in a command to its beginning.
     *
     * @throws LoaderException it does not answer any more
     */
    void again() throws IOException, LoaderException, InterruptedException {
        drain();
        wire.send(INVALID, INVALID.length);
        if (wire.next(PROBE) < 0) {
            byte[] flood = new byte[LARGEST]; // fills up whatever is being waited for
            Arrays.fill(flood, (byte) 0xFF);
            wire.send(flood, flood.length);
        }
        int aligned = 0; // refusals of the probe in a row, with nothing else after them
        for (int round = 0; round < ROUNDS; round++) {
            drain();
            wire.send(INVALID, INVALID.length);
            int answer = wire.next(PROBE);
            if (answer < 0 && round > 1) {
                break;
            }
            boolean more = wire.next(QUIET) >= 0;
            if (answer == Wire.NACK && !more) {
                if (++aligned == 2) {
                    return;
                }
            } else {
                aligned = 0;
                drain();
                wire.send(INVALID, 1); // half a command more or less
            }
        }
        throw new LoaderException(Kind.SILENCE, "the loader does not answer any more");
    }

    /** True when what {@link #first} heard, or what a reset makes the host say, is text. */
    boolean isText() {
        int printable = 0;
        for (int i = 0; i < count; i++) {
            int c = heard[i] & 0x7F; // the top bit may be the parity of a line with 8N1
            if (c >= ' ' && c < 0x7F || c == '\n' || c == '\r') {
                printable++;
            }
        }
        return count >= 4 && printable * 10 >= count * 8;
    }

    /** Asks what an application answers to, and listens. */
    void listenForText() throws IOException, InterruptedException {
        count = 0;
        wire.send(QUESTION, QUESTION.length);
        listen(BOOT_TEXT);
    }

    /** What was heard, for people. */
    String heard() {
        StringBuilder text = new StringBuilder();
        for (char c : new String(heard, 0, Math.min(count, 60), ISO_8859_1).toCharArray()) {
            text.append(
                    c >= ' ' && c < 0x7F
                            ? Character.toString(c)
                            : String.format("\\x%02x", (int) c));
        }
        return text.toString();
    }

    private boolean isRefusal(int answer) throws InterruptedException, IOException {
        if (answer == Wire.NACK) {
            return wire.next(QUIET) < 0;
        }
        if (answer >= 0) {
            heard[count++] = (byte) answer;
        }
        return false;
    }

    private void listen(Duration quiet) throws IOException, InterruptedException {
        int got = -1;
        while (got != 0 && count < heard.length) {
            got = wire.some(heard, count, heard.length - count, quiet);
            count += got;
        }
    }

    private void drain() throws IOException, InterruptedException {
        byte[] dropped = new byte[LARGEST];
        int left = ROUNDS * LARGEST;
        int got = 1;
        while (got > 0 && left > 0) {
            got = wire.some(dropped, 0, dropped.length, QUIET);
            left -= got;
        }
    }
}
