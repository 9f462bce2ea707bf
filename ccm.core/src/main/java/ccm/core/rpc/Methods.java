package ccm.core.rpc;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tracks the services that answer calls. Only their references: a service is asked for with its
 * first call, because methods such as {@code RPC.List} need the dispatcher themselves.
 */
@Component(service = Methods.class)
public final class Methods {
    /** What the launcher, or whoever else begins to serve something, has while it does. */
    private static final String STARTING = "(ccm.starting=*)";

    private final BundleContext context;
    private final MethodTable table;

    @Activate
    public Methods(BundleContext context, @Reference RpcSettings settings) {
        this.context = context;
        this.table = new MethodTable(settings.swapWait(), this::isStarting, System::nanoTime);
    }

    MethodTable table() {
        return table;
    }

    /** Which names there are, best known as what {@code RPC.List} says. */
    public Set<String> names() {
        return table.names();
    }

    /** Those among them that firmware of the host calls. */
    Set<String> firmwareNames() {
        return table.firmwareNames();
    }

    @Reference(
            service = RpcMethod.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindMethod(ServiceReference<RpcMethod> reference) {
        join(reference, LocalMethod::deferred);
    }

    void unbindMethod(ServiceReference<RpcMethod> reference) {
        leave(reference);
    }

    @Reference(
            service = DeferredRpcMethod.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindDeferred(ServiceReference<DeferredRpcMethod> reference) {
        join(reference, Function.identity());
    }

    void unbindDeferred(ServiceReference<DeferredRpcMethod> reference) {
        leave(reference);
    }

    private <S> void join(ServiceReference<S> reference, Function<S, DeferredRpcMethod> view) {
        LocalMethod.Description description =
                new LocalMethod.Description(
                        MethodText.texts(reference, RpcName.NAME),
                        MethodText.of(reference),
                        Boolean.TRUE.equals(reference.getProperty(RpcName.FIRMWARE)));
        table.join(
                reference,
                new LocalMethod(
                        description,
                        rank(reference),
                        () -> Optional.ofNullable(context.getService(reference)).map(view)));
    }

    private void leave(ServiceReference<?> reference) {
        table.leave(reference);
        context.ungetService(reference);
    }

    private boolean isStarting() {
        try {
            return context.getAllServiceReferences(null, STARTING) != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // it is a constant
        }
    }

    private static LocalMethod.Rank rank(ServiceReference<?> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        Object id = reference.getProperty(Constants.SERVICE_ID);
        return new LocalMethod.Rank(ranking instanceof Integer rank ? rank : 0, (Long) id);
    }
}
