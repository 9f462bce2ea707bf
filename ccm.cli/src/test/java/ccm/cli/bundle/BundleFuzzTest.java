package ccm.cli.bundle;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class BundleFuzzTest {
    @Test
    void takesFilesOfAnyBytes() throws Exception {
        Fuzz.run(BundleFuzz.class);
    }
}
