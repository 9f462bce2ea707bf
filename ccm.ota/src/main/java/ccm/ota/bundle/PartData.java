package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareSegment;
import ccm.parts.firmware.ImageException;
import ccm.parts.firmware.Images;
import ccm.parts.firmware.MemoryImage;
import ccm.parts.firmware.Segment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The bytes of a part, checked by what the manifest says of them, and where they belong. */
final class PartData {
    private static final int ALL_GAPS = 1; // gaps of a file are left as they are

    private final Archive archive;
    private final long room;
    private final boolean summed;

    /**
     * Makes one.
     *
     * @param room bytes that a part without a file may have
     * @param summed true when each file needs a SHA-256 in the manifest, as in what is signed
     */
    PartData(Archive archive, long room, boolean summed) {
        this.archive = archive;
        this.room = room;
        this.summed = summed;
    }

    /** What to write; empty for a part that is a remark. */
    List<FirmwareSegment> segments(Part part) throws FirmwareException {
        if (part.file().isEmpty()) {
            return filled(part);
        }
        byte[] content = content(part, part.file().get());
        Optional<MemoryImage> image;
        try {
            image = Images.read(part.file().get(), content, part.address().isPresent());
        } catch (ImageException e) {
            throw refusal(part, part.file().get() + ": " + Refusal.ended(e) + " Build it again", e);
        }
        if (image.isPresent()) {
            return segments(image.get());
        }
        if (part.address().isEmpty()) {
            throw Refusal.of(
                    Refusal.MISSING,
                    "addr of part " + part.name() + ". Pack it with one, as addr=0x8000000");
        }
        return segments(part, content);
    }

    /** What a file that knows its addresses puts where. */
    static List<FirmwareSegment> segments(MemoryImage image) {
        List<FirmwareSegment> segments = new ArrayList<>();
        for (Segment segment : image.segments(ALL_GAPS)) {
            segments.add(new FirmwareSegment(segment.address(), segment.bytes()));
        }
        return segments;
    }

    private List<FirmwareSegment> filled(Part part) throws FirmwareException {
        if (part.fill().isEmpty()) {
            return List.of();
        }
        long size = part.size().orElse(0);
        if (size > room || part.address().isEmpty() || size == 0) {
            throw refusal(
                    part,
                    "fill needs addr, and a size of 1 to %d. Pack it again".formatted(room),
                    null);
        }
        byte[] bytes = new byte[(int) size];
        Arrays.fill(bytes, (byte) part.fill().getAsInt());
        return segments(part, bytes);
    }

    private static List<FirmwareSegment> segments(Part part, byte[] bytes)
            throws FirmwareException {
        try {
            return List.of(new FirmwareSegment(part.address().orElseThrow(), bytes));
        } catch (IllegalArgumentException e) {
            throw refusal(part, e.getMessage() + ". Pack it with another addr", e);
        }
    }

    private byte[] content(Part part, String file) throws FirmwareException {
        Optional<ArchiveEntry> entry = archive.entry(file);
        if (entry.isEmpty()) {
            throw refusal(part, "its file " + file + " is not in the bundle. Pack it again", null);
        }
        long size = entry.get().size();
        if (part.size().orElse(size) != size) {
            throw refusal(
                    part,
                    "%s has %d bytes, and the manifest says %d. Pack it again"
                            .formatted(file, size, part.size().orElse(size)),
                    null);
        }
        if (summed && part.sha256().isEmpty()) {
            throw refusal(
                    part,
                    "has no cs_sha256, so its file is not signed. Sign what create-fw-bundle packs",
                    null);
        }
        byte[] content = archive.content(entry.get());
        requireSum(part, "cs_sha1", part.sha1(), sum("SHA-1", content));
        requireSum(part, "cs_sha256", part.sha256(), sum("SHA-256", content));
        return content;
    }

    private static void requireSum(Part part, String member, String expected, String found)
            throws FirmwareException {
        if (!expected.isEmpty() && !expected.equals(found)) {
            throw refusal(
                    part,
                    "%s is %s, and the manifest says %s. It was changed after it was packed: pack it again"
                            .formatted(member, found, expected),
                    null);
        }
    }

    /** In lower-case hex digits. */
    static String sum(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + ": each Java has it", e);
        }
    }

    private static FirmwareException refusal(Part part, String found, Exception cause) {
        return Refusal.of("part " + part.name(), found, cause);
    }
}
