package ccm.cli.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.setup.Rest;
import ccm.cli.setup.Work;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry of devices.
 *
 * @param account absent when nobody is logged in
 */
record Registry(Rest rest, Optional<ServiceAccount> account, Names names) {
    private static final String TOKEN = "ClearBlade-UserToken";
    private static final String FORMAT = "ES256_PEM";
    private static final int MISSING = 404;

    /** Where its devices are, and who asks. */
    private record Door(String url, Map<String, String> headers) {}

    /**
     * Makes a device with this key, unless it is there.
     *
     * @param key the public one, PEM
     * @param replace true to give a device that is there this key, and no other
     * @throws FailedException says what to type when nobody is logged in
     */
    void register(Work work, String key, boolean replace, String again) throws FailedException {
        ServiceAccount login = account.orElseThrow(() -> byHand(key, again));
        if (!login.project().equals(names.project())) {
            throw new FailedException(
                    "the service account is of the project "
                            + login.project()
                            + ", not of "
                            + names.project()
                            + ". Take one of that project, or another --gcp-project");
        }
        Door door = enter(login);
        Rest.Answer there = ask("GET", door, "name=" + encoded(names.path()), Optional.empty());
        if (there.status() == MISSING) {
            Json device = credentials(key).put("id", names.device());
            check(ask("POST", door, "parent=" + encoded(names.parent()), Optional.of(device)));
            work.made(
                    "device " + names.device() + " in the registry " + names.registry(),
                    "delete it in the console of ClearBlade IoT Core");
        } else if (has(check(there), key)) {
            work.found("device " + names.device() + " in the registry " + names.registry());
        } else if (replace) {
            String query = "name=" + encoded(names.path()) + "&updateMask=credentials";
            check(ask("PATCH", door, query, Optional.of(credentials(key))));
            work.made("another key of device " + names.device(), "");
        } else {
            throw new FailedException(
                    names.device()
                            + ": is in the registry "
                            + names.registry()
                            + " already, with another key: another gateway may be using it. Choose"
                            + " another name with --gcp-device-id ID, or give this gateway its place"
                            + " with --gcp-replace");
        }
    }

    private Door enter(ServiceAccount login) throws FailedException {
        Json.Obj wanted =
                new Json.Obj()
                        .put("project", names.project())
                        .put("region", names.region())
                        .put("registry", names.registry());
        Rest.Answer answer =
                rest.ask(
                        "POST",
                        login.url()
                                + "/api/v/1/code/"
                                + login.systemKey()
                                + "/getRegistryCredentials",
                        Map.of(TOKEN, login.token()),
                        Optional.of(wanted));
        Json said = check(answer);
        if (said.text("serviceAccountToken").isEmpty() || said.text("url").isEmpty()) {
            throw new FailedException(
                    "ClearBlade IoT Core: knows no registry "
                            + names.parent()
                            + ". Its console shows which there are");
        }
        return new Door(
                said.text("url").get()
                        + "/api/v/4/webhook/execute/"
                        + said.text("systemKey").orElse("")
                        + "/cloudiot_devices?",
                Map.of(TOKEN, said.text("serviceAccountToken").get()));
    }

    private Rest.Answer ask(String method, Door door, String query, Optional<Json> body)
            throws FailedException {
        return rest.ask(method, door.url() + query, door.headers(), body);
    }

    private Json check(Rest.Answer answer) throws FailedException {
        if (answer.done()) {
            return answer.body();
        }
        throw new FailedException(
                "ClearBlade IoT Core: "
                        + names.path()
                        + ": was not changed: "
                        + answer.why()
                        + switch (answer.status()) {
                            case 401, 403 ->
                                    ". Is the service account still there, and may it change devices?";
                            case MISSING ->
                                    ". Are project, region and registry as its console shows them?";
                            default -> "";
                        });
    }

    private FailedException byHand(String key, String again) {
        return FailedException.yours(
                "no service account, so the registry was not asked. Get its file from the console of"
                        + " ClearBlade IoT Core and type the same with --gcp-service-account FILE."
                        + " Or make the device by hand in that console: project "
                        + names.project()
                        + ", region "
                        + names.region()
                        + ", registry "
                        + names.registry()
                        + ", device "
                        + names.device()
                        + ", with this key as ES256:\n"
                        + key.strip()
                        + "\nthen here:\n  "
                        + again);
    }

    private static Json.Obj credentials(String key) {
        Json.Obj open = new Json.Obj().put("format", FORMAT).put("key", key);
        return new Json.Obj()
                .put("credentials", new Json.Arr(List.of(new Json.Obj().put("publicKey", open))));
    }

    private static boolean has(Json device, String key) {
        return device.at("credentials").orElse(Json.NULL).list().stream()
                .map(each -> each.at("publicKey").orElse(Json.NULL).text("key").orElse(""))
                .anyMatch(each -> each.replaceAll("\\s", "").equals(key.replaceAll("\\s", "")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
