package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A zip file, read strictly: directory and headers say the same, and between the first byte and the
 * last there is nothing else. So there is one way to understand it, whoever reads it.
 */
final class Archive {
    static final int ZIP64_EXTRA = 1;
    static final String ANEW = ". Pack it with create-fw-bundle";
    static final String AGAIN = ". Was it copied whole? Send it again";
    private static final long ZIP64 = 0xffff_ffffL;
    private static final int ZIP64_COUNT = 0xffff;

    private final ZipHeaders zip;
    private final BundleLimits limits;
    private final int end; // where the record of the end begins
    private final Map<String, ArchiveEntry> entries = new LinkedHashMap<>();

    Archive(byte[] file, BundleLimits limits) throws FirmwareException {
        this.zip = new ZipHeaders(file);
        this.limits = limits;
        this.end = file.length - ZipHeaders.END_BYTES;
        requireEnds();
        try {
            List<ArchiveEntry> all = directory();
            all.sort(Comparator.comparingInt(ArchiveEntry::header));
            new LocalHeaders(zip, all).check(zip.number32(end + 16));
            for (ArchiveEntry entry : all) {
                if (!entry.isFolder() && entries.put(entry.name(), entry) != null) {
                    throw Refusal.of(Refusal.DAMAGED, "there are two files " + entry.name() + ANEW);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw Refusal.of(Refusal.DAMAGED, "a header leads out of it" + AGAIN, e);
        }
    }

    /** The files of it, in the order in which they come. */
    List<ArchiveEntry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<ArchiveEntry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    byte[] content(ArchiveEntry entry) throws FirmwareException {
        return entry.content(zip);
    }

    byte[] localExtra(ArchiveEntry entry) {
        return entry.localExtra(zip);
    }

    private void requireEnds() throws FirmwareException {
        if (!zip.is(ZipHeaders.LOCAL, 0)) {
            throw Refusal.of(
                    Refusal.NO_ARCHIVE,
                    zip.array().length == 0
                            ? "it is empty" + AGAIN
                            : "it is not a zip file, nor HEX. Pack a plain image with its address:"
                                    + " create-fw-bundle … host_fw:src=FILE,addr=0x8000000");
        }
        if (zip.is(ZipHeaders.END, end)) {
            return;
        }
        for (int at = end; at > 0; at--) {
            if (zip.is(ZipHeaders.END, at)) {
                throw Refusal.of(
                        Refusal.DAMAGED,
                        "there are " + (end - at) + " bytes behind its end" + ANEW);
            }
        }
        throw Refusal.of(
                Refusal.DAMAGED, "it is cut off after " + zip.array().length + " bytes" + AGAIN);
    }

    private List<ArchiveEntry> directory() throws FirmwareException {
        int count = zip.number16(end + 10);
        long size = zip.number32(end + 12);
        long start = zip.number32(end + 16);
        boolean plain = zip.number32(end + 4) == 0 && zip.number16(end + 8) == count;
        if (count == ZIP64_COUNT || size == ZIP64 || start == ZIP64 || !plain) {
            throw Refusal.of(Refusal.DAMAGED, "it is Zip64, or one of several volumes" + ANEW);
        }
        if (count > limits.entries()) {
            throw Refusal.of(
                    Refusal.DAMAGED, count + " files in it; at most " + limits.entries() + ANEW);
        }
        if (start + size != end || zip.number16(end + 20) != 0) {
            throw Refusal.of(Refusal.DAMAGED, "its directory is not at its end" + ANEW);
        }
        List<ArchiveEntry> all = new ArrayList<>();
        int at = (int) start;
        long room = limits.unpacked();
        for (int i = 0; i < count; i++) {
            ArchiveEntry entry = central(at);
            at = behind(at);
            room -= entry.size();
            if (room < 0) {
                throw Refusal.of(
                        Refusal.DAMAGED,
                        "it unpacks to more than "
                                + limits.unpacked()
                                + " bytes. No host has so"
                                + " much memory: leave out what is not for it");
            }
            all.add(entry);
        }
        if (at != end) {
            throw Refusal.of(Refusal.DAMAGED, "its directory has another length" + ANEW);
        }
        return all;
    }

    /** Where the next record of the directory is. */
    private int behind(int at) {
        return at
                + ZipHeaders.CENTRAL_BYTES
                + zip.number16(at + 28)
                + zip.number16(at + 30)
                + zip.number16(at + 32);
    }

    private ArchiveEntry central(int at) throws FirmwareException {
        if (!zip.is(ZipHeaders.CENTRAL, at)) {
            throw Refusal.of(Refusal.DAMAGED, "its directory is damaged" + AGAIN);
        }
        int fields = at + ZipHeaders.CENTRAL_FIELDS;
        int nameLength = zip.number16(fields + 22);
        byte[] path = zip.copy(at + ZipHeaders.CENTRAL_BYTES, nameLength);
        byte[] extra =
                zip.copy(at + ZipHeaders.CENTRAL_BYTES + nameLength, zip.number16(fields + 24));
        String name = EntryName.of(path);
        int flags = zip.number16(fields + 2);
        int method = zip.number16(fields + 4);
        requireReadable(name, flags, method);
        if (ExtraFields.find(extra, ZIP64_EXTRA).isPresent()) {
            throw Refusal.of(Refusal.DAMAGED, name + ": is of Zip64" + ANEW);
        }
        try {
            return new ArchiveEntry(
                    name,
                    path,
                    Math.toIntExact(zip.number32(at + 42)),
                    flags,
                    method,
                    zip.number32(fields + 10),
                    zip.number32(fields + 14),
                    zip.number32(fields + 18),
                    extra);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw Refusal.of(Refusal.DAMAGED, name + ": " + e.getMessage() + ANEW, e);
        }
    }

    private static void requireReadable(String name, int flags, int method)
            throws FirmwareException {
        if ((flags & ArchiveEntry.ENCRYPTED) != 0) {
            throw Refusal.of(Refusal.DAMAGED, name + ": is encrypted. Pack it without a password");
        }
        if ((flags & ~ArchiveEntry.KNOWN_FLAGS) != 0) {
            throw Refusal.of(Refusal.DAMAGED, "%s: has flags 0x%x".formatted(name, flags) + ANEW);
        }
        if (method != ArchiveEntry.STORED && method != ArchiveEntry.DEFLATED) {
            throw Refusal.of(Refusal.DAMAGED, name + ": is packed by method " + method + ANEW);
        }
    }
}
