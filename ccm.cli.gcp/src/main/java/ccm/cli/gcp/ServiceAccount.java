package ccm.cli.gcp;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service account of ClearBlade, from the file that its console gives away.
 *
 * @param systemKey of the system that knows it
 * @param token a secret
 * @param url of that system
 * @param project it is for
 */
record ServiceAccount(String systemKey, String token, String url, String project) {
    /** Reads the file. */
    static ServiceAccount read(Path file) throws FailedException {
        try {
            Json json = Json.read(Files.readString(file));
            return new ServiceAccount(
                    member(file, json, "systemKey"),
                    member(file, json, "token"),
                    member(file, json, "url").replaceFirst("/+$", ""),
                    member(file, json, "project"));
        } catch (IOException e) {
            throw new FailedException(
                    file
                            + ": is no file of a service account ("
                            + e.getClass().getSimpleName()
                            + "). The console of ClearBlade IoT Core gives one under Service"
                            + " Accounts",
                    e);
        }
    }

    private static String member(Path file, Json json, String name) throws FailedException {
        return json.text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                new FailedException(
                                        file
                                                + ": has no "
                                                + name
                                                + ", so it is no file of a service account"));
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + project + "]";
    }
}
