package ccm.provision;

import ccm.api.provision.ProvisionChannel;
import java.util.Optional;

/** A channel that remembers whether it is open. */
final class FakeChannel implements ProvisionChannel {
    private final String name;
    boolean open;
    int opened;
    Optional<String> trouble = Optional.empty();

    FakeChannel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open() {
        open = true;
        opened++;
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
        return trouble;
    }
}
