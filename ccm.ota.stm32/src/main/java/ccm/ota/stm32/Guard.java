package ccm.ota.stm32;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;

/** Says what the end of a line and of a thread mean for the firmware. */
final class Guard {
    private Guard() {}

    /** Work that may be cut off. */
    interface Work<T> {
        T run() throws IOException, InterruptedException, FirmwareException;
    }

    /** Does some work. */
    static <T> T of(Work<T> work) throws FirmwareException {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirmwareException(Reason.ABORTED, "aborted while it was being done", e);
        } catch (IOException e) {
            throw new FirmwareException(
                    Reason.LINE,
                    "the line to the host failed: "
                            + e.getMessage()
                            + ". Is the adapter plugged in?",
                    e);
        }
    }
}
