package ccm.provision.ble;

import ccm.provision.ble.gatt.GattException;
import java.io.ByteArrayOutputStream;

/**
 * What a client writes in pieces. A long write comes as one or more pieces with offsets that count
 * from its own beginning; a plain one has the offset 0 and begins anew.
 */
final class Chunks {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int written; // by the write that goes on

    /**
     * Adds a piece.
     *
     * @param room how long all of it may be
     * @return false when it does not fit: nothing was added
     * @throws GattException the offset does not go on where the write before it ended
     */
    boolean add(byte[] piece, int offset, int room) throws GattException {
        if (offset != 0 && offset != written) {
            throw new GattException(
                    GattException.Kind.INVALID_OFFSET, "offset " + offset + " after " + written);
        }
        if (all.size() + piece.length > room) {
            return false;
        }
        all.writeBytes(piece);
        written = offset + piece.length;
        return true;
    }

    int size() {
        return all.size();
    }

    byte[] bytes() {
        return all.toByteArray();
    }

    void clear() {
        all.reset();
        written = 0;
    }
}
