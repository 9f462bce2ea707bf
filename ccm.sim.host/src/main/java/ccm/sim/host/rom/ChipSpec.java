package ccm.sim.host.rom;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What distinguishes one part from another. Filled once, by {@link ChipModel}. */
final class ChipSpec {
    /** What programming does with a unit that is not erased. */
    enum Rule {
        /** Only zero may be written over it; anything else has no effect (F0, F1, F3, L0). */
        KEEPS,
        /** Its bits can still be cleared (F4). */
        CLEARS_BITS,
        /** It is refused, and the command with it (G0, L4, H7). */
        REFUSES
    }

    final int id;
    int version = 0x31;
    boolean checksum;
    int[] sectors = {};
    int erased = 0xFF;
    int unit = 2;
    Rule rule = Rule.KEEPS;
    boolean massErase = true;
    boolean banks;
    boolean shortErase; // command 43 instead of 44
    int protectedPages = 1; // pages of one unit of write protection
    long ram;
    int ramSize;
    int ramTaken; // by the loader itself
    long system;
    int systemSize;
    long info; // the block of 256 bytes with size and unique id
    boolean wholeInfo; // which must be read as a whole
    long sizeRegister;
    long uniqueId;
    long loaderIdAddress;
    int loaderId;
    long options;
    int optionsSize;
    int readProtection; // its byte's place among the option bytes
    int unprotected = 0xAA; // and its value at level 0
    int maxBaud = 921_600;
    long eraseNanos; // one sector; of F4 the smallest
    long massEraseNanos;
    long programNanos; // one unit

    ChipSpec(int id) {
        this.id = id;
    }

    ChipSpec pages(int kib, int bytes) {
        sectors = new int[kib * 1024 / bytes];
        Arrays.fill(sectors, bytes);
        return this;
    }

    ChipSpec sectors(int... kib) {
        sectors = Arrays.stream(kib).map(size -> size * 1024).toArray();
        return this;
    }

    ChipSpec programs(int bytes, Rule how) {
        unit = bytes;
        rule = how;
        return this;
    }

    ChipSpec ram(long start, int size, int taken) {
        ram = start;
        ramSize = size;
        ramTaken = taken;
        return this;
    }

    ChipSpec system(long start, int size, long idAddress, int blId) {
        system = start;
        systemSize = size;
        loaderIdAddress = idAddress;
        loaderId = blId;
        return this;
    }

    ChipSpec registers(long size, long unique) {
        sizeRegister = size;
        uniqueId = unique;
        info = size & ~0xFFL;
        return this;
    }

    ChipSpec options(long start, int size, int protection) {
        options = start;
        optionsSize = size;
        readProtection = protection;
        return this;
    }

    ChipSpec times(double eraseMillis, double massMillis, double programMicros) {
        eraseNanos = (long) (eraseMillis * TimeUnit.MILLISECONDS.toNanos(1));
        massEraseNanos = (long) (massMillis * TimeUnit.MILLISECONDS.toNanos(1));
        programNanos = (long) (programMicros * TimeUnit.MICROSECONDS.toNanos(1));
        return this;
    }

    ChipSpec loader(int protocol) {
        version = protocol;
        return this;
    }

    ChipSpec oldErase() {
        shortErase = true;
        return this;
    }

    ChipSpec withChecksum() {
        checksum = true;
        version = 0x33;
        return this;
    }

    ChipSpec protects(int pages) {
        protectedPages = pages;
        return this;
    }

    ChipSpec withBanks() {
        banks = true;
        return this;
    }

    ChipSpec erasesTo(int value) {
        erased = value;
        return this;
    }

    ChipSpec withoutMassErase() {
        massErase = false;
        return this;
    }

    ChipSpec infoInWholeBlocks() {
        wholeInfo = true;
        return this;
    }

    ChipSpec unprotectedIs(int value) {
        unprotected = value;
        return this;
    }
}
