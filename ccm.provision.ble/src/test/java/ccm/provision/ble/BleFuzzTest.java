package ccm.provision.ble;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class BleFuzzTest {
    private static final int SECONDS = 10;

    @Test
    void takesAnyBytesOfAClient() throws Exception {
        Fuzz.run(BleFuzz.class, SECONDS);
    }
}
