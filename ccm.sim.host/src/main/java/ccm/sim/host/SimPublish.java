package ccm.sim.host;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Sim.Publish}: starts and stops the messages of the simulated host. */
@Component
@RpcName(
        name = "Sim.Publish",
        args = "{on: %B}",
        summary = "Starts and stops the messages of the simulated host.")
public final class SimPublish implements RpcMethod {
    private final Scenario scenario;

    @Activate
    public SimPublish(@Reference Scenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        boolean on = call.in().flag("on", true);
        scenario.publisher().ifPresent(publisher -> publisher.publish(on));
        return BooleanNode.valueOf(on);
    }
}
