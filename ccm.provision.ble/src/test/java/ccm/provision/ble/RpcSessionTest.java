package ccm.provision.ble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.provision.ble.gatt.GattException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RpcSessionTest {
    private static final int SMALL = 23;
    private static final int ROUNDS = Boolean.getBoolean("ccm.long") ? 2_000_000 : 50_000;

    private final List<Integer> rung = new ArrayList<>();
    private final RpcSession session =
            new RpcSession(4096, value -> rung.add(ByteBuffer.wrap(value).getInt()));

    @Test
    void announcesOneFrameAtATime() {
        assertTrue(session.send(new byte[30]));
        assertTrue(session.send(new byte[5]));
        assertEquals(List.of(30), rung);
        assertEquals(21, session.next(SMALL).length);
        assertEquals(9, session.next(SMALL).length);
        assertEquals(List.of(30, 5), rung);
        assertEquals(5, session.next(SMALL).length);
        assertEquals(0, session.next(SMALL).length);
        assertFalse(session.unread());
    }

    @Test
    void givesNoMoreThanAValueMayHave() {
        session.send(new byte[2000]);
        assertEquals(512, session.next(517).length);
        assertEquals(2000, ByteBuffer.wrap(session.pending()).getInt());
    }

    @Test
    void takesNoMoreThanItsClientReads() {
        for (int i = 0; i <= RpcSession.MAX_WAITING; i++) {
            assertTrue(session.send(new byte[1]));
        }
        assertFalse(session.send(new byte[1]));
    }

    @Test
    void tellsWhoComesAgainNothingOfWhatWasAskedBefore() {
        session.send(new byte[30]);
        session.send(new byte[5]);
        session.end();
        assertFalse(session.unread());
        assertTrue(session.send(new byte[7]));
        assertEquals(List.of(30), rung);
        assertEquals(0, session.next(SMALL).length);
    }

    /** Whatever a client writes, frames that it announced and wrote in order come out whole. */
    @Test
    void standsAnyOrderOfWrites() {
        Random random = new Random(7);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int announced = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(4) == 0) {
                byte[] value = new byte[random.nextInt(7)];
                random.nextBytes(value);
                if (value.length >= 4 && random.nextBoolean()) {
                    Arrays.fill(value, 0, 3, (byte) 0);
                }
                announced = expect(value);
                written.reset();
                continue;
            }
            byte[] piece = new byte[random.nextInt(64)];
            random.nextBytes(piece);
            try {
                Optional<byte[]> frame = session.take(piece, 0);
                assertTrue(announced > 0 && written.size() + piece.length <= announced);
                written.writeBytes(piece);
                assertEquals(written.size() == announced, frame.isPresent());
                if (frame.isPresent()) {
                    assertArrayEquals(written.toByteArray(), frame.get());
                    announced = 0;
                    written.reset();
                }
            } catch (GattException e) {
                assertTrue(announced == 0 || written.size() + piece.length > announced);
            }
        }
    }

    private int expect(byte[] value) {
        try {
            session.expect(value, 0);
            int length = ByteBuffer.wrap(value).getInt();
            assertTrue(length >= 0 && length <= 4096);
            return length;
        } catch (GattException e) {
            assertTrue(
                    value.length < 4
                            || Integer.compareUnsigned(ByteBuffer.wrap(value).getInt(), 4096) > 0);
            return 0;
        }
    }
}
