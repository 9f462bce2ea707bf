package ccm.core.access;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Users.Set}: defines a user, or gives one another password, which is stored digested. */
@Component
@RpcName(
        name = "Users.Set",
        args = "{user: %Q, password: %Q}",
        summary = "Defines a user who can log in, or gives one another password.")
@RpcSchema(
        params =
                "{\"type\":\"object\",\"required\":[\"user\",\"password\"],\"properties\":{"
                        + "\"user\":{\"type\":\"string\","
                        + "\"pattern\":\"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$\"},"
                        + "\"password\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":256,"
                        + "\"description\":\"no control characters\"}}}",
        errors = {
            "400 user is …, must be 1 to 64 letters, digits, _ . or -",
            "400 password must be a string of 1 to 256 characters",
            "400 rpc.auth_file names FILE. Change it there.",
            "503 there are 100 users already"
        },
        example = "{\"user\":\"joe\",\"password\":\"correct horse\"}")
public final class UsersSet implements DeferredRpcMethod {
    private static final int MAX_PASSWORD = 256;

    /** Nothing that means something in a password file, a login or a list of rules. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    private final UserChanges users;

    @Activate
    public UsersSet(@Reference UserChanges users) {
        this.users = users;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        String user = call.in().text("user");
        if (!NAME.matcher(user).matches()) {
            throw call.in()
                    .refuse(
                            "user",
                            call.params().path("user"),
                            "1 to 64 letters, digits, _ . or -, beginning with none of the last"
                                    + " two");
        }
        String password = password(call);
        return users.make(call.method(), all -> with(all, user, password, call.method()));
    }

    private static Passwords with(Passwords all, String user, String password, String method)
            throws RpcException {
        for (String other : all.names()) {
            if (other.equalsIgnoreCase(user) && !other.equals(user)) {
                throw RpcException.invalidParams(
                        method + ": there is a user " + other + ", for rules the same name");
            }
        }
        if (all.names().size() >= UserStore.MAX && !all.names().contains(user)) {
            throw RpcException.limit(method + ": there are " + UserStore.MAX + " users already");
        }
        return all.with(user, password);
    }

    /** The text of a refusal shows nothing of it. */
    private static String password(RpcCall call) throws RpcException {
        JsonNode found = call.params().path("password");
        String text = found.isTextual() ? found.textValue() : "";
        boolean fits = !text.isEmpty() && text.length() <= MAX_PASSWORD;
        if (!fits || text.chars().anyMatch(Character::isISOControl)) {
            throw RpcException.invalidParams(
                    call.method()
                            + ": password must be a string of 1 to "
                            + MAX_PASSWORD
                            + " characters, none of them a control character");
        }
        return text;
    }
}
