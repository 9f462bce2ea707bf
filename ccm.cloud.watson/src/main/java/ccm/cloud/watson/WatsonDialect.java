package ccm.cloud.watson;

import ccm.api.cloud.Capabilities;
import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.CloudState.Phase;
import ccm.api.mqtt.Refusal;
import ccm.parts.cloud.FrameCalls;
import ccm.parts.cloud.MqttDialect;
import ccm.parts.cloud.MqttFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The platform: what a device says are events, what it is told are commands; some of both are the
 * shadow, calls and device management. In the organization for everybody there are only events.
 */
final class WatsonDialect implements MqttDialect {
    static final String NAME = "watson";

    /** Begins the names of commands that are calls, and of the events that answer them. */
    static final String CALLS = "mgrpc-";

    private static final int MAX_MESSAGE = 131_072;
    private static final int MAX_INFLIGHT = 8; // with ours below ten
    private static final double RATE = 5;
    private static final double GUEST_RATE = 0.5; // one in all, and the state comes besides

    private final boolean guest;
    private final Optional<WatsonShadow> shadow;
    private final Optional<FrameCalls> calls;
    private final Optional<Management> management;
    private volatile String device = ""; // set before there is a session

    /**
     * Makes one.
     *
     * @param guest whether this is the organization for everybody
     * @param shadow empty when there is none
     * @param calls empty when nobody may call
     * @param management empty when the platform does not manage us
     */
    WatsonDialect(
            boolean guest,
            Optional<WatsonShadow> shadow,
            Optional<FrameCalls> calls,
            Optional<Management> management) {
        this.guest = guest;
        this.shadow = shadow;
        this.calls = calls;
        this.management = management;
    }

    /** Who we are to the platform; before the session. */
    void present(Gateway who) {
        device = who.device();
        management.ifPresent(each -> each.present(who));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, MAX_MESSAGE, MAX_INFLIGHT, false, guest ? GUEST_RATE : RATE);
    }

    @Override
    public List<MqttFilter> filters() {
        List<MqttFilter> own = new ArrayList<>();
        if (!guest) {
            own.add(new MqttFilter(Commands.FILTER, 1));
        }
        if (management.isPresent()) {
            own.add(new MqttFilter(Management.FILTER, 1));
        }
        return own;
    }

    @Override
    public Optional<String> refusal(CloudMessage message) {
        boolean ours =
                shadow.isPresent() && Events.name(message.topic()).equals(WatsonShadow.STATE);
        return ours
                ? Optional.of(
                        "topic "
                                + message.topic()
                                + " is the event of the shadow. use Shadow.Report, or set"
                                + " watson.shadow_enable to false")
                : Events.refusal(message.topic());
    }

    @Override
    public Optional<String> refusal(String filter) {
        return guest
                ? Optional.of(
                        "filter "
                                + filter
                                + " matches nothing: the organization quickstart sends no commands."
                                + " register the device in one of your own")
                : Commands.refusal(filter);
    }

    @Override
    public CloudMessage outgoing(CloudMessage message) throws CloudException {
        Optional<String> refusal = refusal(message); // queued with other settings, perhaps
        if (refusal.isPresent()) {
            throw new CloudException("watson: " + refusal.get(), true);
        }
        return Events.of(message);
    }

    /** All commands come anyway: those that the host wants are matched here. */
    @Override
    public Optional<MqttFilter> wire(MqttFilter wanted) {
        return Optional.empty();
    }

    @Override
    public Optional<CompletionStage<Void>> own(CloudMessage message) {
        Optional<String> command = Commands.name(message.topic());
        if (calls.isPresent() && command.filter((CALLS + device)::equals).isPresent()) {
            calls.get().take(message.payload());
            return Optional.of(CompletableFuture.completedFuture(null));
        }
        if (command.isEmpty()) {
            return management.flatMap(each -> each.take(message));
        }
        return shadow.flatMap(each -> each.take(command.get(), message.payload()));
    }

    @Override
    public CloudMessage incoming(CloudMessage message, Set<String> filters) {
        return Commands.forHost(message, filters);
    }

    @Override
    public Optional<String> remedy(Refusal refusal) {
        return WatsonRemedies.of(refusal);
    }

    @Override
    public void onState(CloudState state) {
        boolean ready = state.phase() == Phase.READY;
        shadow.ifPresent(each -> each.onReady(ready));
        management.ifPresent(each -> each.onReady(ready));
    }
}
