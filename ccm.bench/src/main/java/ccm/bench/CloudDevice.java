package ccm.bench;

import java.io.IOException;

/** What can be the device of an emulated cloud. */
interface CloudDevice extends AutoCloseable {
    /**
     * Publishes messages with QoS 1, as fast as it can.
     *
     * @param from number of the first
     */
    void publish(int from, int count) throws IOException;

    /** How often it was told of a wish, and the number of the last. */
    int wished();

    @Override
    void close() throws IOException;
}
