package ccm.api.provision;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way in which a person reaches a gateway that is not in service yet. Published as a service for
 * as long as its bundle runs; it opens nothing by itself. The engine opens it in the states that
 * the vendor's settings name ({@code provision.NAME.states}) and closes it when the gateway is in
 * service. Both are called by one thread of the engine, one after the other.
 */
@ConsumerType
public interface ProvisionChannel {
    /** {@code ap}, {@code ble} or {@code serial}, say. Never changes. */
    String name();

    /** Lets people in; nothing when it is open. Returns within 15 s; may be called again later. */
    void open();

    /** Lets nobody in any more; who is in the middle of a call gets its answer. At most 5 s. */
    void close();

    /** True while people can get in. */
    boolean isOpen();

    /** Why it cannot be opened, with the way out; empty when it is open or was not asked to be. */
    Optional<String> trouble();
}
