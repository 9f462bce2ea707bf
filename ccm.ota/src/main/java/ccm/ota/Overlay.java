package ccm.ota;

import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums and differences of images. */
final class Overlay {
    private Overlay() {}

    /** What of an image lies where the other has nothing. */
    static FirmwareImage without(FirmwareImage image, FirmwareImage other) {
        List<FirmwareSegment> left = new ArrayList<>(image.segments());
        for (FirmwareSegment cut : other.segments()) {
            List<FirmwareSegment> next = new ArrayList<>();
            for (FirmwareSegment segment : left) {
                part(segment, segment.address(), Math.min(segment.end(), cut.address()), next);
                part(segment, Math.max(segment.address(), cut.end()), segment.end(), next);
            }
            left = next;
        }
        return new FirmwareImage(left);
    }

    /** Both; where both have something, the first counts. */
    static FirmwareImage over(FirmwareImage first, FirmwareImage second) {
        List<FirmwareSegment> all = new ArrayList<>(first.segments());
        all.addAll(without(second, first).segments());
        return new FirmwareImage(all);
    }

    private static void part(FirmwareSegment of, long from, long end, List<FirmwareSegment> parts) {
        if (from < end) {
            int start = (int) (from - of.address());
            byte[] data = Arrays.copyOfRange(of.data(), start, start + (int) (end - from));
            parts.add(new FirmwareSegment(from, data));
        }
    }
}
