package ccm.api.firmware;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A host in its loader. Used by one thread, which may be interrupted: then the step under way ends
 * soon with {@code ABORTED}.
 */
@ConsumerType
public interface FirmwareTarget extends AutoCloseable {
    /** What chip it is, for people, as {@code "STM32F103x8/xB (0x410), loader 2.2, 128 KiB"}. */
    String description();

    /**
     * Reads everything that writing the image would erase: whole pages.
     *
     * @throws FirmwareException the image does not fit this chip, the chip is protected, …
     */
    FirmwareImage read(FirmwareImage covering) throws FirmwareException;

    /**
     * Whether the memory holds the image, as far as samples of each page can tell. This one reads
     * all of it.
     *
     * @throws FirmwareException as {@link #read}
     */
    default boolean holds(FirmwareImage image) throws FirmwareException {
        FirmwareImage found = read(image);
        for (FirmwareSegment wanted : image.segments()) {
            boolean there = found.segments().stream().anyMatch(segment -> segment.holds(wanted));
            if (!there) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes the memory hold the image, and checks that it does. Pages that the image does not touch
     * are kept; in a page that it touches in part, the rest becomes erased. What is right already
     * is not written. A host that was reset in between is put into its loader again and the work
     * goes on.
     *
     * @param believed what the memory is believed to hold, to spare reading it; is checked by
     *     samples, and read in full when they differ. Empty: unknown
     * @throws FirmwareException nothing was changed when the reason is {@code DOES_NOT_FIT}, {@code
     *     PROTECTED} or {@code UNKNOWN_CHIP}; any part of the image may be written otherwise
     */
    void write(FirmwareImage image, Optional<FirmwareImage> believed) throws FirmwareException;

    /** Starts the application and gives the line back. Does nothing when repeated. */
    @Override
    void close();
}
