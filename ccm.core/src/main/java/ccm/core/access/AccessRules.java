package ccm.core.access;

import ccm.api.access.Access;
import ccm.api.access.DigestChallenge;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcPeer;
import ccm.core.frame.FrameWriter;
import ccm.core.rpc.CallRules;
import ccm.core.rpc.LogOnce;
import ccm.core.rpc.RpcSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on every call. Without an access list the host and this machine may call everything, and
 * the network what it likes once it has logged in.
 */
@Component(service = CallRules.class)
public final class AccessRules implements CallRules {
    private static final Logger LOG = LoggerFactory.getLogger(AccessRules.class);
    private static final String UNAUTHORIZED = "unauthorized";

    private final LogOnce failures = new LogOnce(LOG);
    private final AclSource list;
    private final UserStore users;
    private final Access access;
    private final boolean open;

    @Activate
    public AccessRules(
            BundleContext context,
            @Reference RpcSettings settings,
            @Reference UserStore users,
            @Reference Access access) {
        this(settings, Folders.of(context).files(), users, access, System::nanoTime);
    }

    AccessRules(
            RpcSettings settings, Path files, UserStore users, Access access, LongSupplier clock) {
        this.list = new AclSource(settings.acl(), settings.aclFile(), files, clock);
        this.users = users;
        this.access = access;
        this.open = list.isEmpty();
        usable();
    }

    @Override
    public boolean isFree(RpcPeer peer) {
        return open && peer.zone() != RpcPeer.Zone.NETWORK;
    }

    @Override
    public void check(RpcPeer peer, Collection<String> names) throws RpcException {
        if (!peer.user().isEmpty() && !users.has(peer.user())) { // removed since the login
            throw unauthenticated(names);
        }
        switch (verdict(peer, names)) {
            case ALLOWED -> LOG.trace("{}: allowed to {}", names, peer);
            case LOGIN -> throw unauthenticated(names);
            case DENIED -> throw denied(peer, names);
        }
    }

    @Override
    public boolean usable() {
        try {
            list.get();
            return true;
        } catch (IOException e) {
            tell(e);
            return false;
        }
    }

    private void tell(IOException reason) {
        failures.error(
                reason.getMessage(),
                "access: "
                        + reason.getMessage()
                        + ". NOBODY MAY CALL ANYTHING until that is mended; the option --set"
                        + " rpc.acl= clears the list for one run.");
    }

    private Acl.Verdict verdict(RpcPeer peer, Collection<String> names) throws RpcException {
        if (open) {
            boolean known = peer.zone() != RpcPeer.Zone.NETWORK || !peer.user().isEmpty();
            return known ? Acl.Verdict.ALLOWED : Acl.Verdict.LOGIN;
        }
        try {
            return list.get().decide(names, peer);
        } catch (IOException e) {
            tell(e);
            throw new RpcException(
                            RpcException.FORBIDDEN,
                            "the list of access rules cannot be used. The log says why.")
                    .onNetwork(500, "the list of access rules cannot be used");
        }
    }

    private RpcException unauthenticated(Collection<String> names) {
        String what = names.iterator().next() + ": needs a login";
        if (!access.hasUsers()) {
            return new RpcException(RpcException.FORBIDDEN, what + ", and no user is defined")
                    .onNetwork(
                            RpcException.FORBIDDEN,
                            UNAUTHORIZED + ": no user is defined. ./ccm user add NAME makes one.");
        }
        return new RpcException(RpcException.UNAUTHENTICATED, what)
                .onNetwork(RpcException.UNAUTHENTICATED, challenge(access.challenge()));
    }

    /** The challenge as the message of an error: to the space what the original sends. */
    private static String challenge(DigestChallenge asked) {
        String realm = new String(FrameWriter.text(asked.realm()), StandardCharsets.UTF_8);
        return "{\"auth_type\": \"digest\", \"nonce\": "
                + asked.nonce()
                + ", \"nc\": 1, \"realm\": "
                + realm
                + ", \"algorithm\": \""
                + asked.algorithm()
                + "\"}";
    }

    private static RpcException denied(RpcPeer peer, Collection<String> names) {
        String who = Acl.name(peer).isEmpty() ? "callers without a login" : Acl.name(peer);
        return new RpcException(
                        RpcException.FORBIDDEN,
                        names.iterator().next() + ": not allowed to " + who + " by rpc.acl")
                .onNetwork(RpcException.FORBIDDEN, UNAUTHORIZED);
    }
}
