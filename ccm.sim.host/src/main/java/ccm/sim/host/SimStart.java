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

/** {@code Sim.Start}: lets the simulated host publish. */
@Component
@RpcName(name = "Sim.Start", summary = "Lets the simulated host publish its messages.")
@RpcSchema
public final class SimStart implements RpcMethod {
    private final Scenario scenario;

    @Activate
    public SimStart(@Reference Scenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public JsonNode call(RpcCall call) {
        scenario.publisher().ifPresent(publisher -> publisher.publish(true));
        return NullNode.getInstance();
    }
}
