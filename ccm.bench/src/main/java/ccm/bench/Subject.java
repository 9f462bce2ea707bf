package ccm.bench;

import java.nio.file.Path;
import java.util.List;

/** A program that can do the work: lines of a serial device become MQTT messages. */
interface Subject {
    /** How the table calls it. */
    String name();

    /** True when a line that carries an id is answered once it is on disk. */
    default boolean answers() {
        return false;
    }

    /**
     * The command that runs it in the foreground.
     *
     * @param device the serial device
     * @param brokerPort the broker's TCP port on 127.0.0.1
     * @param qos 0 or 1
     * @param folder an empty folder for its data
     */
    List<String> command(String device, int brokerPort, int qos, Path folder);
}
