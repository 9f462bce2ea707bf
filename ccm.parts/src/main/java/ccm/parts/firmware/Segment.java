package ccm.parts.firmware;

/**
 * Bytes that belong together at an address.
 *
 * @param address of the first byte
 */
public record Segment(long address, byte[] bytes) {
    /** The address after the last byte. */
    public long end() {
        return address + bytes.length;
    }
}
