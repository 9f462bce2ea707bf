package ccm.cli.bundle;

import ccm.cli.line.FailedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the records of an image file put where. */
final class MemoryImage {
    private static final int FILLED_GAP = 512; // a gap smaller than this becomes erased flash
    private static final int ERASED = 0xff;
    private static final long ADDRESSES = 1L << 32;

    private final TreeMap<Long, byte[]> pieces = new TreeMap<>();

    /**
     * Adds what one record holds.
     *
     * @throws FailedException it lies over another one, or above 4 GB; the place is for the caller
     *     to add
     */
    void add(long address, byte[] bytes) throws FailedException {
        if (bytes.length == 0) {
            return;
        }
        if (address + bytes.length > ADDRESSES) {
            throw new FailedException("the address " + hex(address) + " is above 4 GB");
        }
        Map.Entry<Long, byte[]> below = pieces.floorEntry(address);
        Long above = pieces.ceilingKey(address);
        boolean overBelow = below != null && below.getKey() + below.getValue().length > address;
        boolean overAbove = above != null && above < address + bytes.length;
        if (overBelow || overAbove) {
            throw new FailedException(
                    "the data at "
                            + hex(address)
                            + " lies over other data of the file. Was it put together wrongly?");
        }
        pieces.put(address, bytes);
    }

    /** The pieces put together, small gaps filled; in order of address. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long start = 0;
        for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
            long gap = piece.getKey() - start - bytes.size();
            if (bytes.size() > 0 && gap >= FILLED_GAP) {
                segments.add(new Segment(start, bytes.toByteArray()));
                bytes.reset();
            }
            if (bytes.size() == 0) {
                start = piece.getKey();
            } else {
                for (long i = 0; i < gap; i++) {
                    bytes.write(ERASED);
                }
            }
            bytes.writeBytes(piece.getValue());
        }
        if (bytes.size() > 0) {
            segments.add(new Segment(start, bytes.toByteArray()));
        }
        return segments;
    }

    static String hex(long address) {
        return "0x%08x".formatted(address);
    }
}
