package ccm.parts.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.parts.frames.FrameCrc.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameCrcTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{\"method\":\"Sys.GetInfo\"} 010a4ff9",
                "{\"id\":1,\"method\":\"Sys.GetInfo\"} c1b3c9ca"
            })
    void isTheChecksumOfTheOriginal(String frame, String crc) {
        assertEquals(frame + crc, new String(FrameCrc.append(frame.getBytes(UTF_8)), UTF_8));
        assertEquals(Check.MATCH, check(frame + crc));
        assertEquals(Check.MATCH, check(frame + crc.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(Check.MATCH, check(frame + crc + ",a,b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "{\"method\":\"Sys.GetInfo\"} NONE",
                "{\"method\":\"Sys.GetInfo\"}010a4ff NONE",
                "{\"method\":\"Sys.GetInfo\"}notahexs NONE",
                "{\"method\":\"Sys.GetInfo\"}010a4ff8 MISMATCH",
                "{\"method\":\"Sys.GetInfp\"}010a4ff9 MISMATCH",
                "{\"method\":\"Sys.GetInfo\"010a4ff9 NONE",
                "010a4ff9 NONE"
            })
    void tellsADamagedFrameFromOneWithoutChecksum(String line, Check expected) {
        assertEquals(expected, check(line));
    }

    @Test
    void coversWhatStandsFromTheStart() {
        byte[] line = "noise{\"method\":\"Sys.GetInfo\"}010a4ff9".getBytes(UTF_8);
        assertEquals(Check.MATCH, FrameCrc.check(line, 5, FrameCrc.jsonEnd(line)));
    }

    @Test
    void findsEveryDamageOfOneBit() {
        byte[] frame = FrameCrc.append("{\"id\":7,\"method\":\"Sum\"}".getBytes(UTF_8));
        for (int bit = 0; bit < (frame.length - 9) * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(
                    Check.MISMATCH,
                    FrameCrc.check(damaged, 0, FrameCrc.jsonEnd(damaged)),
                    "bit " + bit);
        }
    }

    private static Check check(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        return FrameCrc.check(bytes, 0, FrameCrc.jsonEnd(bytes));
    }
}
