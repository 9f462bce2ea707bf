package ccm.uart;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Which port is the host's, so that nothing else opens it. */
@Component(service = HostPort.class)
public final class HostPort {
    private volatile String port = "";

    void is(String path) {
        port = path;
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
