package ccm.board.linux.wifi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The name of a network: bytes on the air, text in our contracts.
 *
 * @param text UTF-8 when the bytes are that, else a character for each byte
 * @param utf8 whether they are
 */
record Ssid(String text, boolean utf8) {
    static final int MOST_BYTES = 32;

    static Ssid of(byte[] bytes) {
        try {
            return new Ssid(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), true);
        } catch (CharacterCodingException e) {
            return new Ssid(new String(bytes, ISO_8859_1), false);
        }
    }

    byte[] bytes() {
        return text.getBytes(utf8 ? UTF_8 : ISO_8859_1);
    }

    /** True for a name that can be on the air. */
    boolean possible() {
        return !text.isEmpty() && bytes().length <= MOST_BYTES;
    }
}
