package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.link.RawLender;
import ccm.api.link.RawLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host runs while nothing is updated: BOOT0 is low and NRST is high, whatever drives them. */
class RestTest implements RawLender {
    private final List<String> outputs = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "rts, false, dtr, false, rts true, dtr false",
        "dtr, false, RTS, true, dtr true, rts true",
        "rts, true, dtr, true, rts false, dtr true",
    })
    void modemOutputsHoldNoHostInResetOrLoader(
            String boot0, boolean inverted, String reset, boolean other, String low, String high) {
        PinSetting.of("boot0_pin", boot0, inverted).rest(this, false);
        PinSetting.of("rst_pin", reset, other).rest(this, true);
        assertEquals(List.of(low, high), outputs);
    }

    @ParameterizedTest
    @CsvSource({"''", "GPIO17", "17", "self"})
    void otherLinesAreLeftAlone(String line) {
        PinSetting.of("rst_pin", line, false).rest(this, true);
        assertEquals(List.of(), outputs);
    }

    @Override
    public RawLine borrow(String borrower, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void idleRts(boolean asserted) {
        outputs.add("rts " + asserted);
    }

    @Override
    public void idleDtr(boolean asserted) {
        outputs.add("dtr " + asserted);
    }
}
