package ccm.core.config.probe;

import ccm.core.config.Activations;
import java.util.Map;

/** The component of the test bundle: notes with which properties it was activated. */
public final class Probe {
    /** Called by Declarative Services. */
    public void activate(Map<String, Object> properties) {
        Activations.note(properties);
    }
}
