package ccm.provision;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudConnector;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.cloud.Fault;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** A cloud whose state a test says. */
final class FakeCloud implements CloudConnector {
    private volatile CloudState state =
            new CloudState(Phase.BACKOFF, "no route", Instant.EPOCH, 1, Fault.UNREACHABLE);

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public Capabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CloudState state() {
        return state;
    }

    void ready(Instant since) {
        state = new CloudState(Phase.READY, "", since, 0);
    }

    void fails(Fault fault, String reason) {
        state = new CloudState(Phase.BACKOFF, reason, Instant.EPOCH, 3, fault);
    }

    @Override
    public CompletionStage<Void> publish(CloudMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> subscribe(String filter, int qos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> unsubscribe(String filter) {
        throw new UnsupportedOperationException();
    }
}
