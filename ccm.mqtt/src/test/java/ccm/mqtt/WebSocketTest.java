package ccm.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of RFC 6455, octet by octet. */
class WebSocketTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final WebSocketOutput output = new WebSocketOutput(sent);

    @Test
    void joinsWhatComesInSeveralFrames() throws Exception {
        assertEquals("hello", read("\u0002\u0002he" + "\u0080\u0000" + "\u0080\u0003llo"));
    }

    @Test
    void readsALongFrame() throws Exception {
        assertEquals("x".repeat(300), read("\u0082\u007e\u0001\u002c" + "x".repeat(300)));
    }

    @Test
    void answersAPingBetweenFrames() throws Exception {
        assertEquals("ab", read("\u0082\u0001a" + "\u0089\u0003hey" + "\u0082\u0001b"));
        byte[] pong = sent.toByteArray();
        assertEquals(0x8a, pong[0] & 0xff);
        assertEquals(0x83, pong[1] & 0xff);
        assertArrayEquals("hey".getBytes(ISO_8859_1), unmasked(pong, 2, 3));
    }

    @Test
    void endsWhenTheServerCloses() throws Exception {
        assertEquals("a", read("\u0082\u0001a" + "\u0088\u0000" + "\u0082\u0001b"));
    }

    @Test
    void refusesWhatAServerMustNotSend() {
        assertThrows(ProtocolException.class, () -> read("\u0082\u0081kkkka"));
        assertThrows(ProtocolException.class, () -> read("\u0089\u007e\u0001\u0000"));
        assertThrows(EOFException.class, () -> read("\u0082\u0005ab"));
        assertThrows(EOFException.class, () -> read("\u0082"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
    void masksWhatItWrites(int size) throws Exception {
        byte[] content = "y".repeat(size).getBytes(ISO_8859_1);
        output.write(content, 0, size);
        byte[] frame = sent.toByteArray();
        int head = size < 126 ? 2 : size < 65_536 ? 4 : 10;
        assertEquals(0x82, frame[0] & 0xff);
        assertTrue((frame[1] & 0x80) != 0);
        assertArrayEquals(content, unmasked(frame, head, size));
        assertEquals(head + 4 + size, frame.length);
    }

    private String read(String octets) throws IOException {
        try (WebSocketInput input =
                new WebSocketInput(new ByteArrayInputStream(octets.getBytes(ISO_8859_1)), output)) {
            return new String(input.readAllBytes(), ISO_8859_1);
        }
    }

    private static byte[] unmasked(byte[] frame, int head, int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (frame[head + 4 + i] ^ frame[head + i % 4]);
        }
        return content;
    }
}
