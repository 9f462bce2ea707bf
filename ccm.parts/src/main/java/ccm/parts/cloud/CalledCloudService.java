package ccm.parts.cloud;

import ccm.api.link.FrameExchange;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What a component of a cloud does that calls methods.
 *
 * @param <I> as of {@link MqttCloudService}
 */
public abstract class CalledCloudService<I> extends MqttCloudService<I> {
    protected CalledCloudService(BundleContext bundle, MqttCloud cloud) {
        super(bundle, cloud);
    }

    /** Who carries out its calls; empty when they are turned off. */
    protected abstract Optional<CloudCalls> calls();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindExchange(FrameExchange exchange) {
        calls().ifPresent(calls -> calls.exchange(exchange));
    }

    public void unbindExchange(FrameExchange exchange) {
        calls().ifPresent(calls -> calls.without(exchange));
    }

    @Override
    public synchronized void close() {
        super.close();
        calls().ifPresent(CloudCalls::close);
    }
}
