package ccm.sim.host.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.link.RawLine.Parity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;

/** Talks to a board's loader in hexadecimal. */
final class Dialogue {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Duration NOT_LONG = Duration.ofMillis(1);

    private final SimBoard board;

    Dialogue(SimBoard board) {
        this.board = board;
    }

    /** Resets the chip into its loader, and lets it measure the rate. */
    void enter() throws IOException {
        board.rawLine().configure(115_200, Parity.EVEN);
        board.pin(SimBoard.Pin.BOOT0, true);
        board.pin(SimBoard.Pin.RST, false);
        board.pin(SimBoard.Pin.RST, true);
        talk("7F", "79");
    }

    /** Resets the chip with BOOT0 low. */
    void leave() throws IOException {
        board.pin(SimBoard.Pin.BOOT0, false);
        board.pin(SimBoard.Pin.RST, false);
        board.pin(SimBoard.Pin.RST, true);
        board.rawLine().configure(115_200, Parity.NONE);
    }

    void talk(String request, String answer) throws IOException {
        send(HEX.parseHex(request.replace(" ", "")));
        assertEquals(answer.replace(" ", ""), HEX.formatHex(answer()), "answer to " + request);
    }

    void send(byte[] bytes) throws IOException {
        board.rawLine().write(bytes, 0, bytes.length);
    }

    byte[] answer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[512];
        int count = board.rawLine().read(buffer, 0, buffer.length, NOT_LONG);
        while (count > 0) {
            all.write(buffer, 0, count);
            count = board.rawLine().read(buffer, 0, buffer.length, NOT_LONG);
        }
        return all.toByteArray();
    }

    /** Writes up to 256 bytes; the answer to them. */
    String write(long address, byte[] data) throws IOException {
        talk("31 CE", "79");
        talk(address(address), "79");
        byte[] block = new byte[data.length + 2];
        block[0] = (byte) (data.length - 1);
        System.arraycopy(data, 0, block, 1, data.length);
        int sum = 0;
        for (byte value : block) {
            sum ^= value;
        }
        block[data.length + 1] = (byte) sum;
        send(block);
        return HEX.formatHex(answer());
    }

    static String address(long address) {
        byte[] bytes = {
            (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address, 0
        };
        bytes[4] = (byte) (bytes[0] ^ bytes[1] ^ bytes[2] ^ bytes[3]);
        return HEX.formatHex(bytes);
    }
}
