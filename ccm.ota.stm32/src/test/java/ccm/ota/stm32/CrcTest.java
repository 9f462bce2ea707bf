package ccm.ota.stm32;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The checksum, compared with what chips compute. */
class CrcTest {
    @Test
    void isThatOfTheChips() {
        assertEquals(0xC704DD7B, Crc.of(new byte[4], 0, 4));
        byte[] counted = new byte[18];
        for (int i = 0; i < 16; i++) {
            counted[i + 2] = (byte) i;
        }
        assertEquals(0x081B46CA, Crc.of(counted, 2, 16));
        byte[] erased = new byte[1024];
        Arrays.fill(erased, (byte) 0xFF);
        assertEquals(0xD000A3E2, Crc.of(erased, 0, 1024));
    }
}
