package ccm.api.firmware;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes for one place in the host's memory.
 *
 * @param address where the first byte goes, 0 to 2^32−1
 * @param data the bytes, not copied: nobody changes them
 */
public record FirmwareSegment(long address, byte[] data) {
    private static final long SPACE = 1L << 32;

    public FirmwareSegment {
        Objects.requireNonNull(data, "data");
        if (address < 0 || address + data.length > SPACE) {
            throw new IllegalArgumentException(
                    String.format("0x%08X and %d bytes: past 32 bits", address, data.length));
        }
    }

    /** The address after the last byte. */
    public long end() {
        return address + data.length;
    }

    /** True when all of the other lies in this one, with the same bytes. */
    public boolean holds(FirmwareSegment other) {
        if (other.address < address || other.end() > end()) {
            return false;
        }
        int from = (int) (other.address - address);
        return Arrays.equals(
                data, from, from + other.data.length, other.data, 0, other.data.length);
    }
}
