package ccm.cli.gcp;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Address;
import ccm.cli.setup.Again;
import ccm.cli.setup.Authorities;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.SetupCommand;
import ccm.cli.setup.TypedFile;
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
    static final Option CA =
            Option.value("--gcp-ca-file", "FILE", "authorities of the servers, PEM; Java's own");
    private static final Option REGISTERED =
            Option.flag("--gcp-registered", "the device is in the registry already");
    private static final Option REPLACE =
            Option.flag("--gcp-replace", "take the place of a device that is there already");

    private static final String NAME = "gcp-iot-setup";
    private static final String VARIABLE = "CLEARBLADE_CONFIGURATION";

    public GcpSetup() {
        super(
                "gcp",
                new Usage(
                        NAME,
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
        boolean registered = words.has(REGISTERED.name());
        if (registered && words.has(REPLACE.name())) {
            throw new UsageException(
                    "--gcp-replace: changes the registry, and --gcp-registered leaves it alone."
                            + " Leave one of them out");
        }
        Optional<TypedFile> account =
                TypedFile.of(ACCOUNT, words)
                        .or(
                                () ->
                                        terminal.variable(VARIABLE)
                                                .map(
                                                        file ->
                                                                new TypedFile(
                                                                        VARIABLE, Path.of(file))));
        return new GcpRecipe(
                new GcpRecipe.Asked(
                        names,
                        Address.of(SERVER, words).orElse(""),
                        Authorities.of(CA, words),
                        registered,
                        words.has(REPLACE.name())),
                registered || account.isEmpty()
                        ? Optional.empty()
                        : Optional.of(ServiceAccount.read(account.get())),
                Again.line(NAME, List.of(PROJECT, REGION, REGISTRY, DEVICE, SERVER, CA), words)
                        + " --gcp-registered");
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
                    option.name() + " " + value + ": its id alone, as the console shows it");
        }
        return value;
    }
}
