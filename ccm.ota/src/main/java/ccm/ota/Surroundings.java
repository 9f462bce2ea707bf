package ccm.ota;

import ccm.api.firmware.FirmwareWriter;
import ccm.api.firmware.UpdateStatus;
import ccm.api.host.Host;
import java.util.Optional;
import java.util.Set;

/** What the gateway around the engine has now. For any thread. */
interface Surroundings {
    /** Who writes chips of that type. */
    Optional<FirmwareWriter> writer(String type);

    /** The types that can be written. */
    Set<String> types();

    /** The host; empty while the core is being swapped. */
    Optional<Host> host();

    /** Tells who wants to know how it stands. */
    void tell(UpdateStatus status);
}
