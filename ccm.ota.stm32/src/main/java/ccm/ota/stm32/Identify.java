package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks a loader what chip it is on. Changes nothing. */
final class Identify {
    private static final int KIB = 1024;
    private static final int SMALLEST_KIB = 4;

    private final Loader loader;
    private final List<Part> parts;
    private final byte[] bytes = new byte[Block.SIZE];

    Identify(Loader loader, List<Part> parts) {
        this.loader = loader;
        this.parts = parts;
    }

    Chip chip() throws IOException, LoaderException, InterruptedException, FirmwareException {
        int[] codes = loader.get();
        int id = loader.getId();
        Part part = Parts.withId(parts, id).orElseThrow(() -> unknown(id));
        if (part.secure()) {
            throw new FirmwareException(
                    Reason.UNKNOWN_CHIP,
                    part
                            + ": a part with TrustZone, whose protection this loader's commands"
                            + " do not handle. Update it by its own means");
        }
        Set<Integer> commands = new HashSet<>();
        Arrays.stream(codes).skip(1).forEach(commands::add);
        boolean readable = read(Part.FLASH, 4) || read(Part.FLASH, 4); // noise refuses once
        int kib = readable ? flashKib(part) : part.flashKib();
        List<Page> pages = layout(part, kib, readable).pages(Part.FLASH, (long) kib * KIB);
        return new Chip(part, pages, codes[0], commands, readable);
    }

    private int flashKib(Part part) throws IOException, LoaderException, InterruptedException {
        long register = part.family().sizeRegister();
        int offset = 0;
        if (!read(register & ~3L, 4)) {
            // some loaders read nothing shorter there
            offset = (int) (register & 0xFC);
            if (!read(register & ~0xFFL, Block.SIZE)) {
                return part.flashKib();
            }
        }
        int low = offset + (int) (register & 2);
        int kib = bytes[low] & 0xFF | (bytes[low + 1] & 0xFF) << 8;
        return kib < SMALLEST_KIB || kib > part.flashKib() ? part.flashKib() : kib;
    }

    private Layout layout(Part part, int kib, boolean readable)
            throws IOException, LoaderException, InterruptedException {
        for (Part.OtherLayout other : part.others()) {
            if (readable && kib <= other.maxKib() && read(other.word(), 4)) {
                int bit = bytes[other.bit() / 8] >> other.bit() % 8 & 1;
                if (bit == other.value()) {
                    return other.layout();
                }
            }
        }
        return part.layout();
    }

    /** Reads to the buffer; false when the loader refuses. */
    private boolean read(long from, int count)
            throws IOException, LoaderException, InterruptedException {
        try {
            loader.read(from, bytes, 0, count);
            return true;
        } catch (LoaderException e) {
            if (!e.isNack()) {
                throw e;
            }
            return false;
        }
    }

    private static FirmwareException unknown(int id) {
        return new FirmwareException(
                Reason.UNKNOWN_CHIP,
                String.format(
                        "the loader answers, but its chip 0x%03X is not in the table of parts, so"
                                + " nothing is known of its flash. See docs/host-update.md for the"
                                + " parts that are",
                        id));
    }
}
