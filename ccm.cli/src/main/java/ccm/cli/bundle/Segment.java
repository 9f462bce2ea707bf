package ccm.cli.bundle;

/**
 * Bytes that belong together at an address.
 *
 * @param address of the first byte
 */
record Segment(long address, byte[] bytes) {
    long end() {
        return address + bytes.length;
    }
}
