package ccm.parts.firmware;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the records of an image file put where. */
public final class MemoryImage {
    private static final int ERASED = 0xff;
    private static final long ADDRESSES = 1L << 32;

    private final TreeMap<Long, Run> runs = new TreeMap<>();

    /** Records that follow each other, which they mostly do: one array for all of them. */
    private static final class Run extends ByteArrayOutputStream {
        Run(byte[] first) {
            super(first.length);
            writeBytes(first);
        }

        void fill(long count) {
            byte[] erased = new byte[(int) count];
            Arrays.fill(erased, (byte) ERASED);
            writeBytes(erased);
        }
    }

    /**
     * Adds what one record holds.
     *
     * @throws ImageException it lies over another one, or above 4 GB; the place is for the caller
     *     to add
     */
    void add(long address, byte[] bytes) throws ImageException {
        if (bytes.length == 0) {
            return;
        }
        if (address + bytes.length > ADDRESSES) {
            throw new ImageException("the address " + hex(address) + " is above 4 GB");
        }
        Map.Entry<Long, Run> below = runs.floorEntry(address);
        Long above = runs.ceilingKey(address);
        long free = below == null ? 0 : below.getKey() + below.getValue().size();
        if (free > address || above != null && above < address + bytes.length) {
            throw new ImageException(
                    "the data at "
                            + hex(address)
                            + " lies over other data of the file. Was it put together wrongly?");
        }
        if (below != null && free == address) {
            below.getValue().writeBytes(bytes);
        } else {
            runs.put(address, new Run(bytes));
        }
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /**
     * The pieces put together, in order of address.
     *
     * @param filled a gap smaller than this becomes erased flash; 1 to leave all gaps
     */
    public List<Segment> segments(int filled) {
        List<Segment> segments = new ArrayList<>();
        long start = 0;
        Run whole = null; // null only before the first run
        for (Map.Entry<Long, Run> next : runs.entrySet()) {
            long gap = whole == null ? 0 : next.getKey() - start - whole.size();
            if (whole != null && gap < filled) {
                whole.fill(gap);
                whole.writeBytes(next.getValue().toByteArray());
                continue;
            }
            if (whole != null) {
                segments.add(new Segment(start, whole.toByteArray()));
            }
            start = next.getKey();
            whole = next.getValue();
        }
        if (whole != null) {
            segments.add(new Segment(start, whole.toByteArray()));
        }
        runs.clear(); // runs may have been joined: an image gives its bytes away once
        return segments;
    }

    /** An address as people write it. */
    public static String hex(long address) {
        return "0x%08x".formatted(address);
    }
}
