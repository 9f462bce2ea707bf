package ccm.parts.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** A linked program, ELF of 32 bits: what is loaded, at the addresses where it is stored. */
final class Elf {
    private static final int CLASS = 4;
    private static final int ORDER = 5;
    private static final int BITS_32 = 1;
    private static final int BIG_ENDIAN = 2;
    private static final int TABLE = 28;
    private static final int ENTRY_SIZE = 42;
    private static final int ENTRIES = 44;
    private static final int LOAD = 1;
    private static final int OFFSET = 4;
    private static final int STORED_AT = 12;
    private static final int FILE_SIZE = 16;
    private static final long UNSIGNED = 0xffff_ffffL;

    private Elf() {}

    static MemoryImage read(byte[] file) throws ImageException {
        try {
            ByteBuffer elf = ByteBuffer.wrap(file);
            if (elf.get(CLASS) != BITS_32) {
                throw new ImageException("an ELF file of 64 bits. A host has 32");
            }
            elf.order(
                    elf.get(ORDER) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            MemoryImage image = new MemoryImage();
            long loaded = 0;
            for (int i = 0; i < elf.getShort(ENTRIES); i++) {
                int entry = elf.getInt(TABLE) + i * elf.getShort(ENTRY_SIZE);
                if (elf.getInt(entry) == LOAD) {
                    int offset = elf.getInt(entry + OFFSET);
                    int size = elf.getInt(entry + FILE_SIZE);
                    Objects.checkFromIndexSize(offset, size, file.length);
                    loaded += size;
                    if (loaded > file.length) {
                        throw new ImageException("its segments hold more than the file");
                    }
                    image.add(
                            elf.getInt(entry + STORED_AT) & UNSIGNED,
                            Arrays.copyOfRange(file, offset, offset + size));
                }
            }
            return image;
        } catch (IndexOutOfBoundsException e) {
            throw new ImageException("an ELF file that is cut off", e);
        }
    }
}
