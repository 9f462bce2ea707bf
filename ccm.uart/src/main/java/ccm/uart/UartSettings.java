package ccm.uart;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the serial line is driven.
 *
 * @param port the device path, looked up anew at each open; empty when there is none
 * @param baud bits per second
 * @param flow who may stop the flow of bytes
 * @param frameLimit bytes of the longest frame taken
 * @param writeLimit how long a peer may take nothing before frames for it are refused
 * @param data the data folder
 */
record UartSettings(
        String port, int baud, Flow flow, int frameLimit, Duration writeLimit, Path data) {

    /** Flow control, in the order of the original's numbers. */
    enum Flow {
        NONE,
        HARDWARE,
        SOFTWARE
    }

    /** True when the user named a port. */
    boolean hasPort() {
        return !port.isEmpty();
    }
}
