package ccm.core.config;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class ImportFuzzTest {
    @Test
    void takesDocumentsOfAnyBytes() throws Exception {
        Fuzz.run(ImportFuzz.class);
    }
}
