package ccm.core.network;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class NetworkReaderFuzzTest {
    @Test
    void takesBodiesOfAnyBytes() throws Exception {
        Fuzz.run(NetworkReaderFuzz.class);
    }
}
