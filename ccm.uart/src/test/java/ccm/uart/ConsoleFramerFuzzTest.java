package ccm.uart;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class ConsoleFramerFuzzTest {
    @Test
    void takesAnyBytes() throws Exception {
        Fuzz.run(ConsoleFramerFuzz.class);
    }
}
