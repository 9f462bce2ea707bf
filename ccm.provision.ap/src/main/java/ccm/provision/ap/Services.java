package ccm.provision.ap;

import ccm.api.provision.Provisioning;
import ccm.api.wifi.Wifi;
import java.util.Optional;

/** What comes and goes while the channel is open. */
interface Services {
    /** The radio; empty while there is none. */
    Optional<Wifi> wifi();

    /** The engine; empty while it is being replaced. */
    Optional<Provisioning> provisioning();
}
