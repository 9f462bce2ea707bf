package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A file of an archive, as the directory and its own header say alike.
 *
 * @param name without folders; empty for a folder
 * @param header where its own header is in the archive
 * @param extra what stands in the extra field of the directory
 */
record ArchiveEntry(
        String name,
        byte[] path,
        int header,
        int flags,
        int method,
        long crc,
        long packed,
        long size,
        byte[] extra) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int ENCRYPTED = 1;
    static final int DESCRIBED = 1 << 3; // sizes and sum stand behind the data
    static final int KNOWN_FLAGS = 0x80e; // how hard it was packed, descriptor, UTF-8

    private static final int DENSEST = 1032; // what deflate reaches at most
    private static final int DENSEST_START = 64;
    private static final int NAME_LENGTH = 22; // offsets among the fields
    private static final int EXTRA_LENGTH = 24;

    ArchiveEntry {
        if (method == STORED && packed != size) {
            throw new IllegalArgumentException("stored, and yet of two sizes");
        }
        if (size > packed * DENSEST + DENSEST_START) {
            throw new IllegalArgumentException("no packer makes so much out of so little");
        }
    }

    boolean isFolder() {
        return name.isEmpty();
    }

    boolean isDescribed() {
        return (flags & DESCRIBED) != 0;
    }

    /** Where its data begin; the header has been checked. */
    int data(ZipHeaders zip) {
        int fields = header + ZipHeaders.LOCAL_FIELDS;
        return header
                + ZipHeaders.LOCAL_BYTES
                + zip.number16(fields + NAME_LENGTH)
                + zip.number16(fields + EXTRA_LENGTH);
    }

    byte[] localExtra(ZipHeaders zip) {
        int length = zip.number16(header + ZipHeaders.LOCAL_FIELDS + EXTRA_LENGTH);
        return zip.copy(data(zip) - length, length);
    }

    /** Its content, unpacked, of the size and the sum that it should have. */
    byte[] content(ZipHeaders zip) throws FirmwareException {
        int from = data(zip);
        byte[] content =
                method == STORED
                        ? Arrays.copyOfRange(zip.array(), from, from + (int) packed)
                        : inflated(zip.array(), from);
        CRC32 sum = new CRC32();
        sum.update(content);
        if (sum.getValue() != crc) {
            throw Refusal.of(
                    Refusal.BAD_SUM,
                    "%s: %08x, and it should be %08x. It was damaged on its way: send it again"
                            .formatted(name, sum.getValue(), crc));
        }
        return content;
    }

    private byte[] inflated(byte[] archive, int from) throws FirmwareException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(archive, from, (int) packed);
            byte[] content = new byte[(int) size];
            int done = 0;
            while (done < content.length) {
                int more = inflater.inflate(content, done, content.length - done);
                if (more == 0) {
                    throw new DataFormatException("it ends after " + done + " bytes");
                }
                done += more;
            }
            boolean more = inflater.inflate(new byte[1]) > 0;
            if (more || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new DataFormatException("there is more in it");
            }
            return content;
        } catch (DataFormatException e) {
            throw Refusal.of(
                    Refusal.DAMAGED,
                    "%s: does not unpack to its %d bytes (%s). Send it again, or pack it again"
                            .formatted(name, size, e.getMessage()),
                    e);
        } finally {
            inflater.end();
        }
    }
}
