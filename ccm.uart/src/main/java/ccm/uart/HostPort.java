package ccm.uart;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/**
 * Which port is the host's, so that nothing else opens it, and the levels of its modem outputs.
 * Outlives a change of the settings, therefore immediate.
 */
@Component(service = HostPort.class, immediate = true)
public final class HostPort {
    private final Levels levels = new Levels();
    private volatile String port = "";

    void is(String path) {
        port = path;
    }

    Levels levels() {
        return levels;
    }

    /** The path as it was set; empty while there is none. */
    String path() {
        return port;
    }

    /** True when that path leads to the host's port too. */
    boolean isSameAs(String other) {
        String current = port;
        return !current.isEmpty() && (current.equals(other) || real(current).equals(real(other)));
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            return Path.of(path).toAbsolutePath().normalize(); // not there now
        }
    }
}
