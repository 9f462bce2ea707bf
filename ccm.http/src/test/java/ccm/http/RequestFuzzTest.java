package ccm.http;

import ccm.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("peers")
class RequestFuzzTest {
    @Test
    void takesHeadersQueriesAndBodiesOfAnyBytes() throws Exception {
        Fuzz.run(RequestFuzz.class);
    }
}
