package ccm.cli.watson;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.setup.Rest;
import ccm.cli.setup.Work;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The registration of an organization, over HTTPS. */
final class Platform {
    private static final String TYPES = "/api/v0002/device/types";
    private static final int MISSING = 404;
    private static final int REFUSED = 401;
    private static final int FORBIDDEN = 403;
    private static final int ENDED = 410;

    private final Rest rest;
    private final String host;
    private final Map<String, String> headers;

    /**
     * Makes one.
     *
     * @param host with its port, if it is another than 443
     * @param token of the API key, a secret
     */
    Platform(Rest rest, String host, String key, String token) {
        this.rest = rest;
        this.host = host;
        String login = Base64.getEncoder().encodeToString((key + ":" + token).getBytes(UTF_8));
        this.headers = Map.of("Authorization", "Basic " + login);
    }

    /** Makes a type of device, unless it is there. */
    void type(Work work, String type) throws FailedException {
        if (there(TYPES + "/" + type)) {
            work.found("type of device " + type);
            return;
        }
        ask("POST", TYPES, new Json.Obj().put("id", type).put("classId", "Device"));
        work.made("type of device " + type, "");
    }

    /** True when there is such a device. */
    boolean has(Names names) throws FailedException {
        return there(path(names));
    }

    /** Makes a device, which is not there. */
    void add(Names names, String token) throws FailedException {
        ask(
                "POST",
                TYPES + "/" + names.type() + "/devices",
                new Json.Obj().put("deviceId", names.device()).put("authToken", token));
    }

    /** Forgets a device. */
    void remove(Names names) throws FailedException {
        check(
                "DELETE " + path(names),
                rest.ask("DELETE", "https://" + host + path(names), headers, Optional.empty()));
    }

    private static String path(Names names) {
        return TYPES + "/" + names.type() + "/devices/" + names.device();
    }

    private boolean there(String path) throws FailedException {
        Rest.Answer answer = rest.ask("GET", "https://" + host + path, headers, Optional.empty());
        if (answer.status() == MISSING) {
            return false;
        }
        check("GET " + path, answer);
        return true;
    }

    private void ask(String method, String path, Json body) throws FailedException {
        check(
                method + " " + path,
                rest.ask(method, "https://" + host + path, headers, Optional.of(body)));
    }

    private void check(String what, Rest.Answer answer) throws FailedException {
        if (answer.done()) {
            return;
        }
        throw new FailedException(
                host
                        + ": "
                        + what
                        + ": "
                        + answer.why()
                        + switch (answer.status()) {
                            case REFUSED ->
                                    ". The API key or its token is wrong: the platform shows the"
                                            + " token once, when the key is made";
                            case FORBIDDEN ->
                                    ". The API key may not register devices. Make one that may, of"
                                            + " the role Standard Application or Operator";
                            case ENDED ->
                                    ". The public platform has ended; name that of your own with"
                                            + " --watson-host";
                            default -> "";
                        });
    }

    @Override
    public String toString() {
        return "Platform[" + host + "]"; // the headers are a secret
    }
}
