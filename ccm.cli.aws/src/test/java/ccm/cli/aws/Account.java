package ccm.cli.aws;

import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.server.EmulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The emulated account, and this Java process as one that may log in there and nowhere else. */
final class Account implements AutoCloseable {
    private final AwsEmulator cloud;
    private final Path folder;
    private final Map<String, Optional<String>> before = new HashMap<>();

    Account(Path folder) throws IOException {
        this.folder = folder;
        cloud = AwsEmulator.start(EmulatorOptions.in(folder));
        set("aws.accessKeyId", AwsEmulator.ACCESS_KEY);
        set("aws.secretAccessKey", AwsEmulator.SECRET_KEY);
        set("aws.sharedCredentialsFile", folder.resolve("none").toString());
        set("aws.configFile", folder.resolve("none").toString());
        set("aws.disableEc2Metadata", "true");
    }

    AwsEmulator cloud() {
        return cloud;
    }

    /** Sets a property of Java, until this is closed; without a value it is gone. */
    void set(String name, String value) {
        before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
        System.setProperty(name, value);
    }

    void clear(String name) {
        before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
        System.clearProperty(name);
    }

    String url() {
        return "https://localhost:" + cloud.server().port("api");
    }

    Path authority() {
        return folder.resolve("ca.pem");
    }

    Wishes.Login login() {
        return login(url());
    }

    Wishes.Login login(String url) {
        return new Wishes.Login(
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.of(url),
                Optional.of(authority()));
    }

    @Override
    public void close() {
        cloud.close();
        before.forEach(
                (name, value) ->
                        value.ifPresentOrElse(
                                text -> System.setProperty(name, text),
                                () -> System.clearProperty(name)));
    }
}
