package ccm.provision.serial;

import ccm.api.config.ConfigGuard;
import ccm.api.provision.ProvisionListener;
import ccm.api.provision.ProvisionStatus;
import ccm.api.rpc.RpcPeer;
import ccm.parts.acl.PathAcl;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Keeps the host from {@code wifi.*} where the vendor wants that. */
@Component(configurationPid = "ccm.provision.serial")
public final class HostLock implements ConfigGuard, ProvisionListener {
    private static final String NETWORKS = "wifi.";
    private static final String OWN = "provision.serial.";
    private static final String WAY_OUT =
            ". The vendor's settings say so; take the gateway's access point, Bluetooth or ccm wifi"
                    + " instead";
    private static final int STATES = 4;
    private static final Set<String> ALWAYS =
            IntStream.range(0, STATES).mapToObj(Integer::toString).collect(Collectors.toSet());

    /** A part of the settings {@code provision.serial.*}. */
    @interface Config {
        boolean enable() default true;

        String states() default "0,1,2,3";

        String acl() default "wifi.*";
    }

    private final boolean enabled;
    private final String statesText;
    private final Set<String> states;
    private final PathAcl acl;
    private volatile Optional<Integer> state = Optional.empty(); // until the engine tells

    @Activate
    public HostLock(Config config) {
        enabled = config.enable();
        statesText = config.states();
        states = Stream.of(statesText.split(",")).map(String::strip).collect(Collectors.toSet());
        acl = new PathAcl(config.acl());
    }

    @Override
    public void onStatus(ProvisionStatus status) {
        state = Optional.of(status.state());
    }

    @Override
    public Optional<String> refusal(RpcPeer peer, String path) {
        if (!peer.isHost()) {
            return Optional.empty();
        }
        if (path.startsWith(OWN)) {
            return Optional.of("the host may not change what it may do. Take ccm config-set");
        }
        return path.startsWith(NETWORKS) ? networks(path) : Optional.empty();
    }

    private Optional<String> networks(String path) {
        if (!enabled) {
            return refuse("", OWN + "enable is false");
        }
        if (!states.containsAll(ALWAYS)) {
            Optional<Integer> now = state;
            if (now.isEmpty()) {
                return Optional.of(
                        "the host may not change it yet: where provisioning stands is not known."
                                + " Try again in a second");
            }
            if (!states.contains(Integer.toString(now.get()))) {
                return refuse(" in state " + now.get(), OWN + "states is \"" + statesText + "\"");
            }
        }
        return acl.refusal(path)
                .flatMap(why -> refuse("", OWN + "acl is \"" + acl.text() + "\", and " + why));
    }

    private static Optional<String> refuse(String when, String why) {
        return Optional.of("the host may not change it" + when + ", as " + why + WAY_OUT);
    }
}
