package ccm.cli.azure;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Address;
import ccm.cli.setup.Again;
import ccm.cli.setup.OwnFiles;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Secret;
import ccm.cli.setup.SetupCommand;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code azure-iot-setup}: a device in a hub, by certificate or key, or through provisioning. */
public final class AzureSetup extends SetupCommand {
    private static final Option HUB =
            Option.value("--azure-hub-name", "HUB", "the hub, or its whole host name");
    private static final Option DEVICE =
            Option.value("--azure-device-id", "ID", "the device in it; device.id when not given");
    private static final Option METHOD =
            Option.value(
                    "--azure-auth-method",
                    "METHOD",
                    "x509_thumbprint, x509_ca or sas; x509_thumbprint when not given");
    private static final Option CERT =
            Option.value(
                    "--azure-cert-file",
                    "FILE",
                    "a certificate of your own, PEM; one is made when not given");
    private static final Option KEY =
            Option.value("--azure-key-file", "FILE", "the key of that certificate, PEM");
    private static final Option REGISTERED =
            Option.flag("--azure-registered", "the device is in the hub already: do not run az");
    private static final Option REPLACE =
            Option.flag("--azure-replace", "take the place of a device that is there already");
    private static final Option CS =
            Option.value(
                    "--azure-cs",
                    "CS|@FILE|-",
                    "the device's connection string, in the place of a hub; -: ask for it");
    private static final Option SCOPE =
            Option.value(
                    "--azure-dps-id-scope",
                    "SCOPE",
                    "a Device Provisioning Service, in the place of a hub");
    private static final Option DPS_HOST =
            Option.value("--azure-dps-host", "HOST", "that service, when it is not Azure's own");
    private static final Option REGISTRATION =
            Option.value("--azure-dps-registration-id", "ID", "there; device.id when not given");
    private static final Option DPS_KEY =
            Option.value("--azure-dps-key", "KEY|@FILE|-", "of this device's enrollment");
    private static final Option GROUP_KEY =
            Option.value("--azure-dps-group-key", "KEY|@FILE|-", "of an enrollment group");

    /** The three ways to set it up, and what may be typed besides. */
    private static final Map<Option, List<Option>> GO_WITH =
            Map.of(
                    HUB,
                    List.of(DEVICE, METHOD, CERT, KEY, REGISTERED, REPLACE),
                    CS,
                    List.of(),
                    SCOPE,
                    List.of(DPS_HOST, REGISTRATION, DPS_KEY, GROUP_KEY, CERT, KEY));

    private static final String NAME = "azure-iot-setup";

    public AzureSetup() {
        super(
                "azure",
                new Usage(
                        NAME,
                        "",
                        "makes a gateway a device of an Azure IoT hub",
                        """
                        With --azure-hub-name it makes a key and a certificate, registers the device
                        with az, which must be logged in, puts both on the gateway and waits until it
                        is connected. Without az it says what to type, and ends with status 3. With
                        --azure-cs or --azure-dps-id-scope az is not needed.""",
                        List.of(
                                HUB,
                                DEVICE,
                                METHOD,
                                CERT,
                                KEY,
                                REGISTERED,
                                REPLACE,
                                CS,
                                SCOPE,
                                DPS_HOST,
                                REGISTRATION,
                                DPS_KEY,
                                GROUP_KEY),
                        true,
                        "ccm azure-iot-setup --azure-hub-name HUB"));
    }

    @Override
    protected Recipe read(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        List<Option> ways = Stream.of(HUB, CS, SCOPE).filter(each -> given(words, each)).toList();
        if (ways.isEmpty()) {
            throw new UsageException(
                    "--azure-hub-name HUB is missing: the name of the hub, as the portal shows it."
                            + " Or --azure-cs, or --azure-dps-id-scope");
        }
        if (ways.size() > 1) {
            throw new UsageException(
                    ways.get(0).name() + " and " + ways.get(1).name() + ": one of them, not both");
        }
        only(ways.get(0), words);
        if (ways.get(0) == HUB) {
            return hub(words, terminal);
        }
        return ways.get(0) == CS
                ? new KeyRecipe(Secret.of(CS, words, terminal).orElseThrow())
                : provisioning(words, terminal);
    }

    /** Options of another way would be passed over without a word. */
    private static void only(Option way, Words words) throws UsageException {
        for (Option each : List.of(HUB, CS, SCOPE)) {
            for (Option theirs : GO_WITH.get(each)) {
                if (given(words, theirs) && !GO_WITH.get(way).contains(theirs)) {
                    throw new UsageException(
                            theirs.name()
                                    + ": goes with "
                                    + each.name()
                                    + ", not with "
                                    + way.name()
                                    + ". Leave one of them out");
                }
            }
        }
    }

    private static boolean given(Words words, Option option) {
        return words.has(option.name());
    }

    private static Recipe hub(Words words, Terminal terminal)
            throws UsageException, FailedException {
        String hub = words.value(HUB.name()).orElseThrow();
        if (!hub.matches("[A-Za-z0-9][A-Za-z0-9-]{1,48}[A-Za-z0-9](\\.[A-Za-z0-9.-]+)?")) {
            throw new UsageException(
                    HUB.name()
                            + " "
                            + hub
                            + ": no name of a hub, which is 3 to 50 letters, digits and dashes");
        }
        Method method =
                Method.of(
                        METHOD.name(),
                        words.value(METHOD.name()).orElse(Method.X509_THUMBPRINT.name()));
        if (method == Method.SAS && given(words, REGISTERED)) {
            throw new UsageException(
                    "--azure-registered: goes with certificates. For a device that has a key, type"
                            + " its connection string: ccm azure-iot-setup --azure-cs -");
        }
        if (given(words, REGISTERED) && given(words, REPLACE)) {
            throw new UsageException(
                    "--azure-replace: changes the hub, and --azure-registered leaves it alone. Leave"
                            + " one of them out");
        }
        Optional<Identity> own = own(words);
        if (method == Method.SAS && own.isPresent()) {
            throw new UsageException(
                    "--azure-cert-file: --azure-auth-method sas uses no certificate. Leave it and"
                            + " --azure-key-file out, or take x509_thumbprint");
        }
        if (method == Method.X509_CA && own.isEmpty()) {
            throw new UsageException(
                    "--azure-auth-method x509_ca: --azure-cert-file FILE and --azure-key-file FILE are missing: a"
                            + " certificate with the device's id as its common name, of an"
                            + " authority that the hub knows");
        }
        return new HubRecipe(
                new HubRecipe.Asked(
                        hub,
                        words.value(DEVICE.name()),
                        method,
                        given(words, REGISTERED),
                        given(words, REPLACE)),
                own,
                Az.find(terminal.variable("PATH").orElse("")),
                again(words, method));
    }

    /** How to go on when a person has done the part of {@code az}. */
    private static String again(Words words, Method method) {
        if (method == Method.SAS) {
            return Again.line(NAME, List.of(), words) + " --azure-cs -";
        }
        return Again.line(NAME, List.of(HUB, DEVICE, METHOD, CERT, KEY), words)
                + " --azure-registered";
    }

    private static Optional<Identity> own(Words words) throws UsageException, FailedException {
        return OwnFiles.of(CERT, KEY, words).map(Identity::of);
    }

    /** A key of the provisioning service. */
    private static Optional<String> key(Option option, Words words, Terminal terminal)
            throws UsageException, FailedException {
        Optional<String> key = Secret.of(option, words, terminal);
        try {
            key.ifPresent(text -> Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    option.name()
                            + ": is not Base64. Copy the primary key of the enrollment whole, as"
                            + " the portal shows it");
        }
        return key;
    }

    private static Recipe provisioning(Words words, Terminal terminal)
            throws UsageException, FailedException {
        Optional<String> key = key(DPS_KEY, words, terminal);
        Optional<String> groupKey = key(GROUP_KEY, words, terminal);
        Optional<Identity> own = own(words);
        long ways = Stream.of(key, groupKey, own).filter(Optional::isPresent).count();
        if (ways != 1) {
            throw new UsageException(
                    "--azure-dps-id-scope: wants one of --azure-dps-key, --azure-dps-group-key, or"
                            + " --azure-cert-file with --azure-key-file");
        }
        String scope = words.value(SCOPE.name()).orElseThrow();
        if (!scope.matches("[A-Za-z0-9]{1,64}")) {
            throw new UsageException(
                    SCOPE.name() + " " + scope + ": the portal shows it, as 0ne00012345");
        }
        return new ProvisioningRecipe(
                scope,
                Address.of(DPS_HOST, words),
                words.value(REGISTRATION.name()),
                new ProvisioningRecipe.Proof(key, groupKey, own));
    }
}
