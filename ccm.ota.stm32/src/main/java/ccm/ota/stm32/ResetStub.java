package ccm.ota.stm32;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A few instructions for the RAM that reset the chip: unlike a jump to the application, a reset
 * maps the flash to address 0 and stops what the loader has started.
 */
final class ResetStub {
    private static final int LENGTH = 24;
    private static final int CODE = 8; // after the stack pointer and the address to begin at
    private static final int KEY_AND_RESET = 0x05FA0004;
    private static final int AIRCR = 0xE000ED0C;

    private ResetStub() {}

    /** For the beginning of some RAM. */
    static Block of(Part.Ram ram) {
        ByteBuffer code = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        code.putInt((int) ram.end());
        code.putInt((int) ram.start() + CODE + 1); // odd: Thumb
        code.putShort((short) 0x4801); // ldr r0, [pc, #4]
        code.putShort((short) 0x4902); // ldr r1, [pc, #8]
        code.putShort((short) 0x6008); // str r0, [r1]
        code.putShort((short) 0xE7FE); // b .
        code.putInt(KEY_AND_RESET);
        code.putInt(AIRCR);
        Block block = new Block();
        block.fill(ram.start(), code.array(), 0, LENGTH);
        return block;
    }
}
