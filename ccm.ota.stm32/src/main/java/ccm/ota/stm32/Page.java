package ccm.ota.stm32;

/**
 * What the flash is erased by: a page or a sector.
 *
 * @param number by which the loader knows it
 * @param address of its first byte
 * @param size in bytes
 */
record Page(int number, long address, int size) {
    /** The address after its last byte. */
    long end() {
        return address + size;
    }

    @Override
    public String toString() {
        return String.format("page %d at 0x%08X", number, address);
    }
}
