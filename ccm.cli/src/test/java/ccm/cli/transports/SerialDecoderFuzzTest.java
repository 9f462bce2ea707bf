package ccm.cli.transports;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class SerialDecoderFuzzTest {
    @Test
    void takesAnyLineNoise() throws Exception {
        Fuzz.run(SerialDecoderFuzz.class);
    }
}
