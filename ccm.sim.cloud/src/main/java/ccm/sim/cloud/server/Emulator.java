package ccm.sim.cloud.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * An emulated cloud that runs, with one device that it knows. May be used from any thread.
 *
 * <p>Its control interface has at least {@code GET /shadow} (members {@code desired}, {@code
 * reported}) and {@code POST /desired} with a JSON merge patch; {@link Control} adds the rest.
 */
public interface Emulator extends AutoCloseable {
    /** The name: {@code aws}. */
    String name();

    /** Its server, for faults and for what happened there. */
    CloudServer server();

    /**
     * The settings of a gateway that is to be this device: paths as {@code aws.server}, and values
     * as {@code --set} takes them. Files are named by their whole path.
     */
    Map<String, String> settings();

    /** How to connect, in one line for people: the address, and who it is for. */
    String about();

    /**
     * What is wanted of the device and what it says of itself: {@code desired}, {@code reported}.
     */
    ObjectNode shadow();

    /** Wants something, as a JSON merge patch. */
    void desire(ObjectNode patch);

    @Override
    void close();
}
