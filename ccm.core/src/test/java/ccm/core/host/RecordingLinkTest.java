package ccm.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingLinkTest {
    private final RecordingLink link = new RecordingLink("UART");

    @Test
    void remembersWhatWasSentWithoutEmptyLines() throws IOException {
        link.send("\n{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        assertEquals(List.of("{\"a\":1}"), link.take());
        assertEquals(List.of(), link.lines());
        assertEquals(1, link.emptyLines());
    }

    @Test
    void takesNothingWhileUnplugged() {
        link.plug(false);

        assertThrows(IOException.class, () -> link.send(new byte[] {'x'}));
        assertEquals(List.of(), link.lines());
    }
}
