package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigGuard;
import ccm.api.rpc.RpcPeer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who say who may not change a setting, asked about what a caller's change would change. */
@Component(service = Guards.class)
public final class Guards {
    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

    private final LayeredTree tree;
    private final List<ConfigGuard> guards = new CopyOnWriteArrayList<>();

    @Activate
    public Guards(@Reference LayeredTree tree) {
        this.tree = tree;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindGuard(ConfigGuard guard) {
        guards.add(guard);
    }

    void unbindGuard(ConfigGuard guard) {
        guards.remove(guard);
    }

    /** What a change would change, of the user's layer and of a vendor's. */
    void checkChange(RpcPeer peer, JsonNode change) throws ConfigException {
        if (!guards.isEmpty()) {
            check(peer, tree.changes(keeper -> keeper.changes(change)));
        }
    }

    /** What saving would make last. */
    void checkSave(RpcPeer peer) throws ConfigException {
        if (!guards.isEmpty()) {
            check(peer, tree.changes(keeper -> List.copyOf(keeper.settings().changed())));
        }
    }

    /** What an import would change. */
    void checkImport(RpcPeer peer, Exported exported) throws ConfigException {
        if (!guards.isEmpty()) {
            check(peer, tree.changes(keeper -> keeper.changes(exported)));
        }
    }

    /** What a saved layer of the history would change. */
    void checkRollback(RpcPeer peer, long n) throws ConfigException {
        if (!guards.isEmpty()) {
            check(peer, tree.changes(keeper -> keeper.changes(n)));
        }
    }

    private void check(RpcPeer peer, Collection<String> paths) throws ConfigException {
        for (String path : paths) {
            for (ConfigGuard guard : guards) {
                Optional<String> refusal = refusal(guard, peer, path);
                if (refusal.isPresent()) {
                    throw new ConfigException(Kind.LOCKED, path + ": " + refusal.get());
                }
            }
        }
    }

    /** A guard that fails refuses: it stands for a lock of the vendor. */
    private static Optional<String> refusal(ConfigGuard guard, RpcPeer peer, String path) {
        try {
            return guard.refusal(peer, path);
        } catch (RuntimeException e) {
            LOG.error("{}: cannot be guarded by {}", path, guard, e);
            return Optional.of("cannot be guarded (" + e + "). Restart the bundle of the guard");
        }
    }
}
