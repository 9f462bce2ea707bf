package ccm.board.linux;

import java.nio.file.Path;

/**
 * Where a line is.
 *
 * @param device the chip
 * @param offset its number on the chip
 */
record Place(Path device, int offset) {
    @Override
    public String toString() {
        return device.getFileName() + "/" + offset;
    }
}
