package ccm.core.access;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Users.List}: the names of those who can log in. */
@Component
@RpcName(name = "Users.List", summary = "The names of the users who can log in.")
@RpcSchema(
        result = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        errors = "500 failed to open password file",
        answer = "[\"joe\"]")
public final class UsersList implements RpcMethod {
    private final UserStore users;

    @Activate
    public UsersList(@Reference UserStore users) {
        this.users = users;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        try {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            users.all().names().forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new RpcException(
                            RpcException.INTERNAL_ERROR, call.method() + ": " + e.getMessage(), e)
                    .onNetwork(500, "failed to open password file");
        }
    }
}
