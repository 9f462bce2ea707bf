package ccm.sim.cloud.watson;

import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.Session;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebBrain;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The HTTP interface of registration: {@code /api/v0002/device/types} and the devices of each. On
 * the server's thread.
 */
final class RegistryWeb implements WebBrain {
    private static final String ROOT = "/api/v0002/device/types";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,36}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_!&@?*+().-]{8,36}");
    private static final int CREATED = 201;
    private static final int GONE = 204;
    private static final int BAD = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int MISSING = 404;
    private static final int METHOD = 405;
    private static final int CONFLICT = 409;

    private final Registry registry;
    private final ApiKey api;

    RegistryWeb(Registry registry, ApiKey api) {
        this.registry = registry;
        this.api = api;
    }

    @Override
    public WebAnswer answer(WebRequest request) {
        if (!api.fits(request.header("authorization").orElse(""))) {
            return refusal(UNAUTHORIZED, "authorization failed: send API key and token");
        }
        String path = request.path();
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            return refusal(MISSING, path + " is not here");
        }
        String[] below = path.substring(ROOT.length()).split("/"); // the first is empty
        try {
            return switch (below.length) {
                case 1 -> types(request);
                case 2 -> type(request, below[1]);
                case 3, 4 -> devices(request, below);
                default -> refusal(MISSING, path + " is not here");
            };
        } catch (IllegalArgumentException e) {
            return refusal(BAD, e.getMessage());
        }
    }

    private WebAnswer types(WebRequest request) {
        if (request.method().equals("GET")) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            registry.types().values().forEach(all::add);
            return list(all);
        }
        if (!request.method().equals("POST")) {
            return wrongMethod(request);
        }
        ObjectNode body = Control.object(request);
        String id = id(body, "id");
        if (registry.types().containsKey(id)) {
            return refusal(CONFLICT, "the type " + id + " exists already");
        }
        ObjectNode type = body.deepCopy().put("id", id);
        type.put("classId", body.path("classId").asText("Device"));
        registry.types().put(id, type);
        return WebAnswer.json(CREATED, type);
    }

    private WebAnswer type(WebRequest request, String id) {
        ObjectNode type = registry.types().get(id);
        if (type == null) {
            return refusal(MISSING, "there is no type " + id);
        }
        return switch (request.method()) {
            case "GET" -> WebAnswer.json(type);
            case "DELETE" -> {
                boolean used =
                        registry.devices().values().stream()
                                .anyMatch(each -> each.client().type().equals(id));
                if (!used) {
                    registry.types().remove(id);
                }
                yield used ? refusal(CONFLICT, "the type " + id + " has devices") : gone();
            }
            default -> wrongMethod(request);
        };
    }

    private WebAnswer devices(WebRequest request, String[] below) {
        String type = below[1];
        if (!below[2].equals("devices") || !registry.types().containsKey(type)) {
            return refusal(MISSING, "there is no type " + type + ", or no " + below[2] + " of it");
        }
        if (below.length == 4) {
            return device(request, registry.client(type, below[3]));
        }
        return switch (request.method()) {
            case "GET" -> {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                registry.devices().values().stream()
                        .filter(each -> each.client().type().equals(type))
                        .forEach(each -> all.add(shown(each)));
                yield list(all);
            }
            case "POST" -> register(request, type);
            default -> wrongMethod(request);
        };
    }

    private WebAnswer register(WebRequest request, String type) {
        ObjectNode body = Control.object(request);
        ClientId client = registry.client(type, id(body, "deviceId"));
        if (registry.devices().containsKey(client.toString())) {
            return refusal(CONFLICT, "the device " + client + " exists already");
        }
        Registered device = registry.add(client, token(body.path("authToken")));
        if (body.path("deviceInfo") instanceof ObjectNode info) {
            device.info(info);
        }
        return WebAnswer.json(CREATED, shown(device).put("authToken", device.token()));
    }

    private static String token(JsonNode wanted) {
        if (wanted.isMissingNode() || wanted.isNull()) {
            return Registry.newToken();
        }
        if (!TOKEN.matcher(wanted.asText()).matches()) {
            throw new IllegalArgumentException(
                    "authToken must be 8 to 36 letters, digits and -_!&@?*+().");
        }
        return wanted.asText();
    }

    private WebAnswer device(WebRequest request, ClientId client) {
        Optional<Registered> device =
                Optional.ofNullable(registry.devices().get(client.toString()));
        if (device.isEmpty()) {
            return refusal(MISSING, "there is no device " + client);
        }
        return switch (request.method()) {
            case "GET" -> WebAnswer.json(shown(device.get()));
            case "DELETE" -> {
                registry.devices().remove(client.toString());
                device.get().connected().ifPresent(Session::close);
                yield gone();
            }
            default -> wrongMethod(request);
        };
    }

    /** Without its token, which nobody is told a second time. */
    private static ObjectNode shown(Registered device) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("clientId", device.client().toString());
        shown.put("typeId", device.client().type()).put("deviceId", device.client().id());
        shown.set("deviceInfo", device.info());
        return shown;
    }

    private static WebAnswer list(ArrayNode results) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putObject("meta").put("total_rows", results.size());
        return WebAnswer.json(list.set("results", results));
    }

    private static String id(ObjectNode body, String name) {
        String id = body.path(name).asText();
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    name + " is \"" + id + "\", must be 1 to 36 letters, digits and -_.");
        }
        return id;
    }

    private static WebAnswer gone() {
        return WebAnswer.text(GONE, "");
    }

    private static WebAnswer wrongMethod(WebRequest request) {
        return refusal(METHOD, request.method() + " is not for " + request.path());
    }

    private static WebAnswer refusal(int status, String why) {
        return WebAnswer.json(status, JsonNodeFactory.instance.objectNode().put("message", why));
    }
}
