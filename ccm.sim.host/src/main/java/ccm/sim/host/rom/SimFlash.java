package ccm.sim.host.rom;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * Flash memory with the habits of its family. Not safe for use by many threads. An operation in
 * which the power fails is left half done.
 */
final class SimFlash {
    private final ChipSpec spec;
    private final byte[] bytes;
    private final int[] starts;
    private final BitSet protectedUnits = new BitSet();
    private final BitSet stuck = new BitSet(); // pages that neither erase nor take anything
    private final BitSet frozen = new BitSet(); // pages that do not erase
    private Random failing = new Random(0);
    private boolean fails;

    /** The power failed in the middle of something. */
    static final class PowerLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        PowerLost() {
            super("power lost", null, false, false);
        }
    }

    SimFlash(ChipSpec spec) {
        this.spec = spec;
        this.starts = new int[spec.sectors.length + 1];
        for (int i = 0; i < spec.sectors.length; i++) {
            starts[i + 1] = starts[i] + spec.sectors[i];
        }
        this.bytes = new byte[starts[spec.sectors.length]];
        Arrays.fill(bytes, (byte) spec.erased);
    }

    byte[] bytes() {
        return bytes;
    }

    int pages() {
        return spec.sectors.length;
    }

    int page(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    BitSet protectedUnits() {
        return protectedUnits;
    }

    BitSet stuck() {
        return stuck;
    }

    BitSet frozen() {
        return frozen;
    }

    /** Makes the next operation fail in its middle, wherever chance has it. */
    void failNext(long seed) {
        failing = new Random(seed);
        fails = true;
    }

    /** Takes back {@link #failNext}. */
    void failNot() {
        fails = false;
    }

    /** Erases these pages; protected ones stay as they are, and nobody is told. */
    void erase(int... pages) {
        int done = fails ? failing.nextInt(pages.length + 1) : pages.length;
        for (int i = 0; i < done; i++) {
            if (!isProtected(pages[i]) && !frozen.get(pages[i])) {
                fill(starts[pages[i]], starts[pages[i] + 1]);
            }
        }
        if (fails) {
            if (done < pages.length && !isProtected(pages[done])) {
                tear(starts[pages[done]], starts[pages[done] + 1]);
            }
            throw new PowerLost();
        }
    }

    /** Erases everything, protected or not: that is for lifting the read protection. */
    void eraseAll() {
        fill(0, fails ? failing.nextInt(bytes.length + 1) : bytes.length);
        if (fails) {
            throw new PowerLost();
        }
    }

    /**
     * Programs whole units; bytes of a unit that are not among the data are left erased.
     *
     * @return false when the hardware refused; units before are programmed
     */
    boolean program(int offset, byte[] data) {
        int first = offset / spec.unit * spec.unit;
        int end = (offset + data.length + spec.unit - 1) / spec.unit * spec.unit;
        byte[] padded = new byte[end - first];
        Arrays.fill(padded, (byte) spec.erased);
        System.arraycopy(data, 0, padded, offset - first, data.length);
        int stop = fails ? failing.nextInt(padded.length / spec.unit + 1) * spec.unit : -1;
        for (int at = 0; at < padded.length; at += spec.unit) {
            if (at == stop) {
                tearUnit(first + at, padded, at);
                throw new PowerLost();
            }
            if (!writable(page(first + at))) {
                continue;
            }
            if (!programUnit(first + at, padded, at)) {
                return false;
            }
        }
        if (fails) {
            throw new PowerLost(); // all done, but nobody will be told
        }
        return true;
    }

    private boolean programUnit(int at, byte[] data, int from) {
        boolean erased = holds(bytes, at, spec.erased);
        if (erased || Arrays.equals(bytes, at, at + spec.unit, data, from, from + spec.unit)) {
            if (!erased && spec.rule == ChipSpec.Rule.REFUSES) {
                return false;
            }
            System.arraycopy(data, from, bytes, at, spec.unit);
            return true;
        }
        switch (spec.rule) {
            case REFUSES:
                return false;
            case CLEARS_BITS:
                for (int i = 0; i < spec.unit; i++) {
                    bytes[at + i] &= data[from + i];
                }
                return true;
            default:
                if (spec.erased == 0xFF && holds(data, from, 0)) {
                    Arrays.fill(bytes, at, at + spec.unit, (byte) 0);
                }
                return true;
        }
    }

    private boolean isProtected(int page) {
        return stuck.get(page) || protectedUnits.get(page / spec.protectedPages);
    }

    private boolean writable(int page) {
        return !isProtected(page);
    }

    private boolean holds(byte[] where, int at, int value) {
        for (int i = 0; i < spec.unit; i++) {
            if (where[at + i] != (byte) value) {
                return false;
            }
        }
        return true;
    }

    private void fill(int from, int to) {
        Arrays.fill(bytes, from, to, (byte) spec.erased);
    }

    /** Some of it erased, some of it not, and a few bytes anything. */
    private void tear(int from, int to) {
        int border = from + failing.nextInt(to - from);
        fill(from, border);
        for (int i = 0; i < 4; i++) {
            bytes[from + failing.nextInt(to - from)] = (byte) failing.nextInt(256);
        }
    }

    private void tearUnit(int at, byte[] data, int from) {
        if (writable(page(at))) {
            for (int i = 0; i < spec.unit; i++) {
                int mask = failing.nextInt(256);
                bytes[at + i] = (byte) ((bytes[at + i] & ~mask) | (data[from + i] & mask));
            }
        }
    }
}
