package ccm.uart;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the serial line is driven.
 *
 * @param use what it is for
 * @param port the device path, looked up anew at each open; empty when there is none
 * @param baud bits per second
 * @param flow who may stop the flow of bytes
 * @param frameLimit bytes of the longest frame taken
 * @param writeLimit how long a peer may take nothing before frames for it are refused
 * @param data the data folder
 */
record UartSettings(
        Use use, String port, int baud, Flow flow, int frameLimit, Duration writeLimit, Path data) {

    /** Flow control, in the order of the original's numbers. */
    enum Flow {
        NONE,
        HARDWARE,
        SOFTWARE
    }

    /** What a line is for: the section of its settings, and how its threads are called. */
    enum Use {
        HOST("host.rpc.uart", "ccm-uart"),
        CONSOLE("rpc.uart", "ccm-uart-console");

        private final String section;
        private final String threads;

        Use(String section, String threads) {
            this.section = section;
            this.threads = threads;
        }

        String section() {
            return section;
        }

        String threads() {
            return threads;
        }
    }

    /** The same with another patience for a peer that takes nothing. */
    UartSettings withWriteLimit(Duration limit) {
        return new UartSettings(use, port, baud, flow, frameLimit, limit, data);
    }

    /** True when the user named a port. */
    boolean hasPort() {
        return !port.isEmpty();
    }
}
