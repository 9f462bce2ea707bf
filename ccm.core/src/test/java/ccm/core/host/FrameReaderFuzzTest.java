package ccm.core.host;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class FrameReaderFuzzTest {
    @Test
    void takesLinesOfAnyBytes() throws Exception {
        Fuzz.run(FrameReaderFuzz.class);
    }
}
