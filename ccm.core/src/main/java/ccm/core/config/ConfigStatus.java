package ccm.core.config;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Config.Status}: how it stands with what is saved. */
@Component
@RpcName(
        name = "Config.Status",
        summary = "Whether what is saved has proven itself, what is not saved, and what is locked.")
@RpcSchema(
        result =
                """
                {"type":"object","properties":{
                 "probation":{"type":"object","properties":{
                  "on":{"type":"boolean"},"left_s":{"type":"integer"},
                  "waits_for":{"type":"object","additionalProperties":{"type":"string"}}}},
                 "unsaved":{"type":"array","items":{"type":"string"}},
                 "lock":{"type":"object","properties":{
                  "conf_acl":{"type":"string"},"of":{"type":"string"}}},
                 "returned":{"type":"object","description":"the last time that a good one came back",
                  "properties":{"time":{"type":"string"},"reason":{"type":"string"}}}},
                 "required":["probation","unsaved","lock"]}
                """,
        answer =
                "{\"probation\":{\"on\":true,\"left_s\":287,"
                        + "\"waits_for\":{\"cloud mqtt\":\"broker:1883: refused the connection\"}},"
                        + "\"unsaved\":[],\"lock\":{\"conf_acl\":\"*\",\"of\":\"the defaults\"}}")
public final class ConfigStatus implements RpcMethod {
    private final LayeredTree tree;

    @Activate
    public ConfigStatus(@Reference LayeredTree tree) {
        this.tree = tree;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        return tree.look(keeper -> keeper.status(tree.contacts()));
    }
}
