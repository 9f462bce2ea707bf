package ccm.provision.serial;

import ccm.api.provision.ProvisionChannel;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The host's serial line as a way to set networks up. The line is open in any case; whether the
 * host may use it for that is up to {@link HostLock}.
 */
@Component
public final class SerialChannel implements ProvisionChannel {
    private volatile boolean open;

    @Override
    public String name() {
        return "serial";
    }

    @Override
    public void open() {
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }
}
