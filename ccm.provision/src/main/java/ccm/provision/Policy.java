package ccm.provision;

import ccm.api.rpc.RpcException;
import ccm.parts.acl.PathAcl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What the vendor lets the people at one channel do. */
final class Policy {
    private static final int SHOWN = 60;
    private static final int DEEPEST = 16; // more than any setting has names

    private final String channel;
    private final ChannelSettings settings;
    private final PathAcl paths;
    private final PathAcl methods;

    Policy(String channel, ChannelSettings settings) {
        this.channel = channel;
        this.settings = settings;
        this.paths = new PathAcl(settings.acl());
        this.methods = new PathAcl(settings.methods());
    }

    /** Lets a call pass. */
    void checkMethod(String method) throws RpcException {
        if (!settings.enable()) {
            throw forbidden(
                    shown(method)
                            + ": provision."
                            + channel
                            + ".enable is false. Set this gateway up in another way.");
        }
        if (!mayCall(method)) {
            throw forbidden(
                    shown(method)
                            + ": not allowed here: provision."
                            + channel
                            + ".methods does not name it.");
        }
    }

    boolean mayCall(String method) {
        return methods.allows(method);
    }

    /** Lets a change pass: every setting that it names. */
    void checkChange(String method, JsonNode change) throws RpcException {
        Optional<String> refused = firstRefused("", change, 0);
        if (refused.isPresent()) {
            throw forbidden(
                    method
                            + ": "
                            + shown(refused.get())
                            + ": not allowed here: provision."
                            + channel
                            + ".acl is \""
                            + shown(settings.acl())
                            + "\". Nothing was changed.");
        }
    }

    /** The part of a node that may be seen; a missing node when that is nothing. */
    JsonNode visible(String path, JsonNode node) {
        if (!node.isObject()) {
            return paths.allows(path) ? node : MissingNode.getInstance();
        }
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            JsonNode part = visible(below(path, member.getKey()), member.getValue());
            if (!part.isMissingNode()) {
                seen.set(member.getKey(), part);
            }
        }
        return seen.isEmpty() ? MissingNode.getInstance() : seen;
    }

    private Optional<String> firstRefused(String path, JsonNode node, int depth) {
        if (depth > DEEPEST) {
            return Optional.of(path);
        }
        if (!node.isObject()) {
            return paths.allows(path) ? Optional.empty() : Optional.of(path);
        }
        return node.properties().stream()
                .flatMap(
                        member ->
                                firstRefused(
                                        below(path, member.getKey()), member.getValue(), depth + 1)
                                        .stream())
                .findFirst();
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static RpcException forbidden(String message) {
        return new RpcException(RpcException.FORBIDDEN, message)
                .onNetwork(RpcException.FORBIDDEN, message);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
