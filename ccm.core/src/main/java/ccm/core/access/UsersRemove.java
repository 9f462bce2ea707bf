package ccm.core.access;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Users.Remove}: from now on the user cannot log in, and no login of before counts. */
@Component
@RpcName(
        name = "Users.Remove",
        args = "{user: %Q}",
        summary = "Removes a user; logins of before do not count any more.")
@RpcSchema(
        params =
                "{\"type\":\"object\",\"required\":[\"user\"],\"properties\":{"
                        + "\"user\":{\"type\":\"string\"}}}",
        errors = {"400 no user NAME", "400 rpc.auth_file names FILE. Change it there."},
        example = "{\"user\":\"joe\"}")
public final class UsersRemove implements DeferredRpcMethod {
    private final UserChanges users;

    @Activate
    public UsersRemove(@Reference UserChanges users) {
        this.users = users;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        String user = call.in().text("user");
        return users.make(
                call.method(),
                all -> {
                    if (!all.names().contains(user)) {
                        throw call.in()
                                .refuse("user", call.params().path("user"), "one that is defined");
                    }
                    return all.without(user);
                });
    }
}
