package ccm.api.firmware;

import org.osgi.annotation.versioning.ConsumerType;

/** Writes the memory of one family of chips. Publish it as a service with {@link #TYPE}. */
@ConsumerType
public interface FirmwareWriter {
    /** The service property that a bundle's {@code type} is compared with, as {@code STM32}. */
    String TYPE = "ccm.firmware.type";

    /**
     * Looks, without touching the host, whether the image could be written at all.
     *
     * @throws FirmwareException {@code DOES_NOT_FIT}, {@code BAD_BUNDLE} or {@code NOT_CONFIGURED}
     */
    void check(FirmwareImage image) throws FirmwareException;

    /**
     * Borrows the host's line and puts the host into its loader. Nothing is changed in it. When
     * this throws, the host has been started again and the line has been given back.
     *
     * @param progress told of all that follows; called on the caller's thread
     */
    FirmwareTarget open(FirmwareProgress progress) throws FirmwareException;
}
