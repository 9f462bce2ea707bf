package ccm.cli.gcp;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.SetupCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code gcp-iot-setup}: a device in a registry of IoT Core, as ClearBlade has it. */
public final class GcpSetup extends SetupCommand {
    private static final Option PROJECT =
            Option.value("--gcp-project", "ID", "the project, as the console shows it");
    private static final Option REGION =
            Option.value("--gcp-region", "REGION", "us-central1, europe-west1 or asia-east1");
    private static final Option REGISTRY =
            Option.value("--gcp-registry", "ID", "the registry, as the console shows it");
    private static final Option DEVICE =
            Option.value("--gcp-device-id", "ID", "the device in it; device.id when not given");
    private static final Option SERVER =
            Option.value("--gcp-server", "HOST[:PORT]", "MQTT; ClearBlade's of the region");
    private static final Option ACCOUNT =
            Option.value(
                    "--gcp-service-account",
                    "FILE",
                    "of ClearBlade, JSON; also CLEARBLADE_CONFIGURATION");
    private static final Option CA =
            Option.value("--gcp-ca-file", "FILE", "authorities of the servers, PEM; Java's own");
    private static final Option REGISTERED =
            Option.flag("--gcp-registered", "the device is in the registry already");
    private static final Option REPLACE =
            Option.flag("--gcp-replace", "take the place of a device that is there already");

    public GcpSetup() {
        super(
                "gcp",
                new Usage(
                        "gcp-iot-setup",
                        "",
                        "makes a gateway a device of ClearBlade IoT Core, once Google's",
                        """
                        It makes a key, registers the device with a service account of ClearBlade,
                        puts the key on the gateway and waits until it is connected. Without a
                        service account it says what to do by hand, and ends with status 3.""",
                        List.of(
                                PROJECT,
                                REGION,
                                REGISTRY,
                                DEVICE,
                                SERVER,
                                ACCOUNT,
                                CA,
                                REGISTERED,
                                REPLACE),
                        true,
                        "ccm gcp-iot-setup --gcp-project PROJECT_ID --gcp-region REGION"
                                + " --gcp-registry REGISTRY"));
    }

    @Override
    protected Recipe read(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        Names names =
                new Names(
                        need(words, PROJECT),
                        need(words, REGION),
                        need(words, REGISTRY),
                        words.value(DEVICE.name()).orElse(""));
        String server = words.value(SERVER.name()).orElse("");
        if (!server.matches("([A-Za-z0-9.-]+(:\\d{1,5})?)?")) {
            throw new UsageException(SERVER.name() + " " + server + ": type HOST or HOST:PORT");
        }
        Optional<String> account =
                words.value(ACCOUNT.name()).or(() -> terminal.variable("CLEARBLADE_CONFIGURATION"));
        boolean registered = words.has(REGISTERED.name());
        return new GcpRecipe(
                new GcpRecipe.Asked(
                        names,
                        server,
                        words.value(CA.name()).map(Path::of),
                        registered,
                        words.has(REPLACE.name())),
                registered || account.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ServiceAccount.read(Path.of(account.get()))),
                again(words));
    }

    private static String need(Words words, Option option) throws UsageException {
        String value =
                words.value(option.name())
                        .orElseThrow(
                                () ->
                                        new UsageException(
                                                option.name() + " is missing: " + option.help()));
        if (!value.matches("[A-Za-z0-9][-A-Za-z0-9._~:]{0,254}")) {
            throw new UsageException(
                    option.name() + " \"" + value + "\": its id alone, as the console shows it");
        }
        return value;
    }

    private static String again(Words words) {
        StringBuilder line = new StringBuilder("ccm gcp-iot-setup");
        words.value("--port").ifPresent(port -> line.append(" --port ").append(port));
        for (Option each : List.of(PROJECT, REGION, REGISTRY, DEVICE, SERVER, CA)) {
            words.value(each.name())
                    .ifPresent(
                            value ->
                                    line.append(' ').append(each.name()).append(' ').append(value));
        }
        return line.append(" --gcp-registered").toString();
    }
}
