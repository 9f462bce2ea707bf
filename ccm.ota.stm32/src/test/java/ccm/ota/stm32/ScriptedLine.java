package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.link.RawLine;
import java.time.Duration;
import java.util.HexFormat;

/** A line on which a dialogue is played: what is said is compared, and what follows is answered. */
final class ScriptedLine implements RawLine {
    private final String[] script; // "> 31CE" is said by the writer, "< 79" by the loader
    private int at;
    private byte[] answer = {};
    private int taken;

    ScriptedLine(String... script) {
        this.script = script;
    }

    /** Fails when something of the script has not been said. */
    void assertOver() {
        assertEquals(script.length, at, "lines of the script");
        assertEquals(answer.length, taken, "bytes of the last answer");
    }

    @Override
    public void configure(int baud, Parity parity) {
        // the script has no rates
    }

    @Override
    public int baud() {
        return 115_200;
    }

    @Override
    public int read(byte[] into, int offset, int count, Duration deadline) {
        if (taken == answer.length && at < script.length && script[at].startsWith("<")) {
            answer = HexFormat.of().parseHex(script[at++].substring(1).replace(" ", ""));
            taken = 0;
        }
        int got = Math.min(count, answer.length - taken);
        System.arraycopy(answer, taken, into, offset, got);
        taken += got;
        return got;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        assertEquals(answer.length, taken, "sent before the answer was read");
        String said = HexFormat.of().withUpperCase().formatHex(bytes, offset, offset + count);
        assertEquals(script[at++].replace(" ", ""), ">" + said);
    }

    @Override
    public void discardInput() {
        taken = answer.length;
    }

    @Override
    public void rts(boolean asserted) {
        // not wired
    }

    @Override
    public void dtr(boolean asserted) {
        // not wired
    }

    @Override
    public void close() {
        // nothing is open
    }
}
