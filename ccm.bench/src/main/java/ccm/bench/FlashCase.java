package ccm.bench;

import ccm.sim.host.rom.ChipModel;
import ccm.sim.host.rom.SimFirmware;
import java.util.List;

/**
 * A part and a rate, and the least that its loader allows. Source of the bytes: AN3155, sections
 * 3.1 to 3.9. Everybody begins with a part that holds other firmware and ends with one that holds
 * the new, read back or checked by its loader. Of a part whose flash the image fills, all may be
 * erased at once; of a larger one only the pages of the image.
 *
 * @param model the part
 * @param baud bits per second, 8E1
 * @param checksum whether its loader can check its memory itself
 */
record FlashCase(ChipModel model, int baud, boolean checksum) {
    static final int SIZE = 64 * 1024;
    private static final int BLOCK = 256;
    private static final int BITS = 11; // of a byte: start, eight, parity, stop
    private static final int SYNC_GET_AND_ID = 2 + 17 + 7;
    private static final int SENT_TO_WRITE = 2 + 5 + BLOCK + 2;
    private static final int SENT_TO_READ = 2 + 5 + 2;
    private static final int ACKNOWLEDGED = 3;
    private static final int CHECKSUM = 2 + 5 + 5 + 5 + 5 + 5 + 5; // with its answers
    private static final int SENT_TO_CHECK = 2 + 5 + 5 + 5 + 5;
    private static final int ERASE = 2 + 1 + 2 + 1 + 1; // without the numbers of the pages
    private static final int ERASE_ALL = 2 + 1 + 2 + 1; // the long form has one more

    /** What is measured. */
    static List<FlashCase> all() {
        return List.of(
                new FlashCase(ChipModel.F103, 115_200, false),
                new FlashCase(ChipModel.F103, 921_600, false),
                new FlashCase(ChipModel.F103X8, 115_200, false),
                new FlashCase(ChipModel.F103X8, 921_600, false),
                new FlashCase(ChipModel.G071, 115_200, true));
    }

    /** How the table calls it. */
    String group() {
        return "Flash 64 KiB, " + model + " at " + baud;
    }

    /** Firmware of the full size; with the same seed only the first page differs. */
    static byte[] firmware(String version, long seed) {
        return SimFirmware.image(SIZE, version, false, seed);
    }

    /** The bytes on the line at their rate, and what the part needs to erase and to program. */
    FlashFigures least() {
        int blocks = SIZE / BLOCK;
        int pages = pages();
        boolean fills = model.flashSize() == SIZE;
        int erase = fills ? ERASE_ALL : ERASE + pages * (checksum ? 2 : 1);
        long bytes = SYNC_GET_AND_ID + erase + blocks * (SENT_TO_WRITE + ACKNOWLEDGED);
        long sent = 1 + 2 + 2 + erase - 2 + blocks * (long) SENT_TO_WRITE;
        if (checksum) {
            bytes += CHECKSUM;
            sent += SENT_TO_CHECK;
        } else {
            bytes += blocks * (long) (SENT_TO_READ + ACKNOWLEDGED + BLOCK);
            sent += blocks * (long) SENT_TO_READ;
        }
        double chip = blocks * (double) model.programNanos(BLOCK);
        for (int page = 0; page < pages && !fills; page++) {
            chip += model.eraseNanos(page);
        }
        chip += fills ? model.massEraseNanos() : 0;
        return new FlashFigures(bytes * BITS / (double) baud + chip / 1e9, sent);
    }

    private int pages() {
        int[] sizes = model.pages();
        int covered = 0;
        int pages = 0;
        while (covered < SIZE) {
            covered += sizes[pages];
            pages++;
        }
        return pages;
    }
}
