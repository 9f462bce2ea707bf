package ccm.ota.bundle;

import ccm.api.firmware.FirmwareException;
import java.util.Arrays;
import java.util.List;

/** The headers before the files of an archive, compared with what its directory says of them. */
final class LocalHeaders {
    private final ZipHeaders zip;
    private final List<ArchiveEntry> entries;

    /**
     * Makes one.
     *
     * @param entries in the order of their headers
     */
    LocalHeaders(ZipHeaders zip, List<ArchiveEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /** Each file begins where the one before it ends, and the directory behind the last. */
    void check(long directory) throws FirmwareException {
        long at = 0;
        for (ArchiveEntry entry : entries) {
            if (entry.header() != at) {
                throw Refusal.of(
                        Refusal.DAMAGED,
                        entry.name() + ": does not begin where it should" + Archive.ANEW);
            }
            requireSame(entry);
            at = behind(entry, directory);
        }
        if (at != directory) {
            throw Refusal.of(
                    Refusal.DAMAGED, "there is something before its directory" + Archive.ANEW);
        }
    }

    private long behind(ArchiveEntry entry, long directory) throws FirmwareException {
        long at = entry.data(zip) + entry.packed();
        if (at > directory) {
            throw Refusal.of(
                    Refusal.DAMAGED, entry.name() + ": leads into the directory" + Archive.ANEW);
        }
        return at + (entry.isDescribed() ? descriptor(entry, (int) at) : 0);
    }

    private void requireSame(ArchiveEntry entry) throws FirmwareException {
        int fields = entry.header() + ZipHeaders.LOCAL_FIELDS;
        int path = entry.header() + ZipHeaders.LOCAL_BYTES;
        boolean same =
                zip.is(ZipHeaders.LOCAL, entry.header())
                        && zip.number16(fields + 2) == entry.flags()
                        && zip.number16(fields + 4) == entry.method()
                        && Arrays.equals(zip.copy(path, zip.number16(fields + 22)), entry.path());
        if (!same
                || !sameSizes(entry, fields + 10) && !(entry.isDescribed() && zeros(fields + 10))) {
            throw Refusal.of(
                    Refusal.NO_ARCHIVE,
                    entry.name()
                            + ": its header says something else than the directory"
                            + Archive.AGAIN);
        }
        if (ExtraFields.find(entry.localExtra(zip), Archive.ZIP64_EXTRA).isPresent()) {
            throw Refusal.of(Refusal.DAMAGED, entry.name() + ": is of Zip64" + Archive.ANEW);
        }
    }

    private int descriptor(ArchiveEntry entry, int at) throws FirmwareException {
        int mark = zip.is(ZipHeaders.DESCRIPTOR, at) ? Integer.BYTES : 0;
        if (!sameSizes(entry, at + mark)) {
            throw Refusal.of(
                    Refusal.DAMAGED,
                    entry.name() + ": what stands behind it says something else" + Archive.AGAIN);
        }
        return mark + ZipHeaders.DESCRIPTOR_BYTES;
    }

    private boolean sameSizes(ArchiveEntry entry, int at) {
        return zip.number32(at) == entry.crc()
                && zip.number32(at + 4) == entry.packed()
                && zip.number32(at + 8) == entry.size();
    }

    private boolean zeros(int at) {
        return zip.number32(at) == 0 && zip.number32(at + 4) == 0 && zip.number32(at + 8) == 0;
    }
}
