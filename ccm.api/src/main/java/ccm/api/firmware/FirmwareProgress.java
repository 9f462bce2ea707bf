package ccm.api.firmware;

import org.osgi.annotation.versioning.ConsumerType;

/** Told how far the writing is. */
@ConsumerType
public interface FirmwareProgress {
    /** What is being done. */
    enum Phase {
        RECEIVE,
        CHECK,
        ENTER,
        READ,
        ERASE,
        WRITE,
        VERIFY,
        CONFIRM
    }

    /**
     * So far.
     *
     * @param done bytes of this phase that are done
     * @param total bytes of this phase; 0 when unknown
     */
    void at(Phase phase, long done, long total);
}
