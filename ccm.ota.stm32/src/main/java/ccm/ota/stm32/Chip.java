package ccm.ota.stm32;

import java.util.List;
import java.util.Set;

/**
 * The chip at the other end of the line.
 *
 * @param pages of its flash, by address
 * @param version of its loader, as 0x22
 * @param commands that its loader has
 * @param readable false while its read-out protection is on
 */
record Chip(Part part, List<Page> pages, int version, Set<Integer> commands, boolean readable) {
    private static final int KIB = 1024;

    long flashEnd() {
        return pages.get(pages.size() - 1).end();
    }

    boolean extendedErase() {
        return commands.contains(Loader.EXTENDED_ERASE);
    }

    boolean checksums() {
        return commands.contains(Loader.CHECKSUM);
    }

    /** For people. */
    String description() {
        return String.format(
                "%s, loader %d.%d, %d KiB",
                part, version >> 4, version & 0xF, (flashEnd() - Part.FLASH) / KIB);
    }

    /** The address range of its flash, for people. */
    String range() {
        return Loader.hex(Part.FLASH) + " to " + Loader.hex(flashEnd() - 1);
    }
}
