package ccm.cli.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import ccm.cli.setup.TypedFile;
import java.io.IOException;

/**
 * A service account of ClearBlade, from the file that its console gives away.
 *
 * @param systemKey of the system that knows it
 * @param token a secret
 * @param url of that system
 * @param project it is for
 */
record ServiceAccount(String systemKey, String token, String url, String project) {
    private static final String WHERE =
            ". The console of ClearBlade IoT Core gives one under Service Accounts";

    /** Reads the file. */
    static ServiceAccount read(TypedFile file) throws FailedException {
        try {
            Json json = Json.read(new String(file.bytes(), UTF_8));
            return new ServiceAccount(
                    member(file, json, "systemKey"),
                    member(file, json, "token"),
                    member(file, json, "url").replaceFirst("/+$", ""),
                    member(file, json, "project"));
        } catch (IOException e) {
            throw file.wrong("is no file of a service account (no JSON)" + WHERE, e);
        }
    }

    private static String member(TypedFile file, Json json, String name) throws FailedException {
        return json.text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                file.wrong(
                                        "has no "
                                                + name
                                                + ", so it is no file of a service account"
                                                + WHERE));
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + project + "]";
    }
}
