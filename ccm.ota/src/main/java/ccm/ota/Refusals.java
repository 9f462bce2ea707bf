package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.util.Set;

/** Why an update is refused before it begins. */
final class Refusals {
    private Refusals() {}

    static FirmwareException noWriter(String type, Set<String> types) {
        return new FirmwareException(
                Reason.NO_WRITER,
                String.format(
                        "nobody here writes firmware of type \"%s\". There is %s. Look at the part's"
                                + " type in manifest.json, or at host.ota.chip_type if it has none.",
                        type, types.isEmpty() ? "no writer at all" : String.join(", ", types)));
    }

    static FirmwareException off() {
        return new FirmwareException(
                Reason.NOT_CONFIGURED,
                "the host may not be updated: host.ota.enable is false. Set it to true.");
    }

    static FirmwareException nothingToCommit() {
        return new FirmwareException(
                Reason.ABORTED, "nothing to commit: the firmware is committed already");
    }

    static FirmwareException nothingKept() {
        return new FirmwareException(
                Reason.ABORTED,
                "no image is kept to go back to: this gateway has not updated the host, or has put"
                        + " the old one back already");
    }
}
