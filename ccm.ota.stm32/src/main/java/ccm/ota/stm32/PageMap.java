package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import ccm.api.firmware.FirmwareImage;
import ccm.api.firmware.FirmwareSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An image as whole pages of a chip: what it does not say is erased. */
final class PageMap {
    private final List<Page> pages;
    private final byte erased;
    private final long start;
    private final byte[] bytes; // from the first page to the last one, with all between them

    private PageMap(List<Page> pages, byte erased) {
        this.pages = pages;
        this.erased = erased;
        this.start = pages.get(0).address();
        this.bytes = new byte[(int) (pages.get(pages.size() - 1).end() - start)];
        Arrays.fill(bytes, erased);
    }

    /**
     * Lays an image over a chip's flash.
     *
     * @throws FirmwareException some of it is outside, or it is empty
     */
    static PageMap of(FirmwareImage image, Chip chip) throws FirmwareException {
        if (image.isEmpty()) {
            throw new FirmwareException(Reason.BAD_BUNDLE, "the image is empty");
        }
        List<Page> touched = new ArrayList<>();
        for (FirmwareSegment segment : image.segments()) {
            if (segment.address() < Part.FLASH || segment.end() > chip.flashEnd()) {
                throw new FirmwareException(Reason.DOES_NOT_FIT, outside(segment, chip));
            }
        }
        for (Page page : chip.pages()) {
            if (image.segments().stream()
                    .anyMatch(s -> s.address() < page.end() && s.end() > page.address())) {
                touched.add(page);
            }
        }
        PageMap map = new PageMap(List.copyOf(touched), chip.part().family().erased());
        for (FirmwareSegment segment : image.segments()) {
            System.arraycopy(
                    segment.data(),
                    0,
                    map.bytes,
                    (int) (segment.address() - map.start),
                    segment.data().length);
        }
        return map;
    }

    private static String outside(FirmwareSegment segment, Chip chip) {
        return String.format(
                "the image has %d bytes for 0x%08X to 0x%08X, and the flash of this chip is %s:"
                        + " %s. Build it for this part",
                segment.data().length,
                segment.address(),
                segment.end() - 1,
                chip.range(),
                chip.description());
    }

    /** The pages that the image touches, by address. */
    List<Page> pages() {
        return pages;
    }

    /** All bytes; {@link #at} tells where those of an address are. */
    byte[] bytes() {
        return bytes;
    }

    int at(long address) {
        return (int) (address - start);
    }

    /** True when nothing but erased bytes are wanted there. */
    boolean isErased(long address, int count) {
        return contentEnd(address, count) == address;
    }

    /** The address after the last byte there that is not an erased one. */
    long contentEnd(long address, int count) {
        int first = at(address);
        int end = first + count;
        while (end > first && bytes[end - 1] == erased) {
            end--;
        }
        return address + end - first;
    }

    /** True when those bytes are what is wanted at the address. */
    boolean holds(long address, byte[] other, int offset, int count) {
        int at = at(address);
        return Arrays.equals(bytes, at, at + count, other, offset, offset + count);
    }

    /** Bytes of some pages together. */
    static long sizeOf(List<Page> some) {
        return some.stream().mapToLong(Page::size).sum();
    }
}
