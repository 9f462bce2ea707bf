package ccm.provision;

import ccm.api.config.Contact;
import ccm.api.wifi.WifiState;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * WiFi as a way in which this gateway is reached: saved settings that lose it are taken back. What
 * was tried before it was saved needs no proof; this is for those who save without.
 */
@Component
public final class WifiContact implements Contact {
    private final Engine engine;

    @Activate
    public WifiContact(@Reference Provisioner provisioner) {
        this(provisioner.engine());
    }

    WifiContact(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "wifi";
    }

    @Override
    public boolean wanted() {
        return !engine.stations().isEmpty();
    }

    @Override
    public boolean concerns(String path) {
        return path.startsWith("wifi.");
    }

    @Override
    public Optional<String> trouble() {
        List<Station> stations = engine.stations();
        Optional<WifiState> state = engine.services().wifi().map(radio -> radio.state());
        if (state.isEmpty()) {
            return Optional.of("there is no radio");
        }
        WifiState now = state.get();
        if (stations.stream().anyMatch(station -> station.isIn(now))) {
            return Optional.empty();
        }
        return Optional.of(now.trouble().isEmpty() ? "not joined" : now.trouble());
    }
}
