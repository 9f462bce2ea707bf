package ccm.api.firmware;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What some of the host's memory holds, or shall hold.
 *
 * @param segments in the order of their addresses; none is empty, no two overlap
 */
public record FirmwareImage(List<FirmwareSegment> segments) {
    /**
     * Takes segments in any order; empty ones are left out.
     *
     * @throws IllegalArgumentException two of them overlap: names both
     */
    public FirmwareImage {
        List<FirmwareSegment> sorted = new ArrayList<>(segments);
        sorted.removeIf(segment -> segment.data().length == 0);
        sorted.sort(Comparator.comparingLong(FirmwareSegment::address));
        for (int i = 1; i < sorted.size(); i++) {
            FirmwareSegment before = sorted.get(i - 1);
            FirmwareSegment after = sorted.get(i);
            if (before.end() > after.address()) {
                throw new IllegalArgumentException(
                        String.format(
                                "two parts overlap: 0x%08X to 0x%08X and 0x%08X to 0x%08X",
                                before.address(),
                                before.end() - 1,
                                after.address(),
                                after.end() - 1));
            }
        }
        segments = List.copyOf(sorted);
    }

    /** Bytes in all. */
    public long size() {
        return segments.stream().mapToLong(segment -> segment.data().length).sum();
    }

    /** True when there is nothing in it. */
    public boolean isEmpty() {
        return segments.isEmpty();
    }
}
