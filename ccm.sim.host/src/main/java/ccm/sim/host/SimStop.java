package ccm.sim.host;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Sim.Stop}: ends the messages of the simulated host. */
@Component
@RpcName(
        name = "Sim.Stop",
        summary = "Ends the messages of the simulated host; unanswered ones are still repeated.")
@RpcSchema
public final class SimStop implements RpcMethod {
    private final Scenario scenario;

    @Activate
    public SimStop(@Reference Scenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public JsonNode call(RpcCall call) {
        scenario.publisher().ifPresent(publisher -> publisher.publish(false));
        return NullNode.getInstance();
    }
}
