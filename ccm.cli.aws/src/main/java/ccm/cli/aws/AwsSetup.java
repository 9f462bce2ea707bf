package ccm.cli.aws;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.OwnFiles;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.SetupCommand;
import ccm.cli.setup.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code aws-iot-setup}: makes a gateway a thing of AWS IoT Core. */
public final class AwsSetup extends SetupCommand {
    private static final Option REGION =
            Option.value("--aws-iot-region", "REGION", "as eu-west-1; that of aws configure")
                    .or("--aws-region");
    private static final Option THING =
            Option.value("--aws-iot-thing", "NAME", "the thing; the device.id when not given");
    private static final Option POLICY =
            Option.value("--aws-iot-policy", "NAME", "the policy; ccm-THING when not given");
    private static final Option TOPICS =
            Option.value(
                    "--aws-topics",
                    "FILTER,…",
                    "what the new policy allows besides THING/#; '#': every topic there is");
    private static final Option SERVER =
            Option.value("--aws-mqtt-server", "HOST[:PORT]", "where to connect; AWS is asked");
    private static final Option COMMON_NAME =
            Option.value("--cert-cn", "NAME", "in the certificate; the thing when not given");
    private static final Option CERTIFICATE =
            Option.value("--aws-cert-file", "FILE", "a certificate that the account has, PEM");
    private static final Option KEY =
            Option.value("--aws-key-file", "FILE", "the key of that certificate, PEM");
    private static final Option AUTHORITY =
            Option.value("--aws-ca-cert-file", "FILE", "what the gateway trusts, PEM; Java's own");
    private static final Option PROFILE =
            Option.value("--aws-profile", "NAME", "of the files of aws configure");
    private static final Option ENDPOINT =
            Option.value("--aws-endpoint-url", "URL", "another interface of the account");
    private static final Option BUNDLE =
            Option.value(
                    "--aws-ca-bundle",
                    "FILE",
                    "authorities of that interface, PEM; also AWS_CA_BUNDLE");
    private static final Option GREENGRASS =
            Option.flag("--aws-enable-greengrass", "not supported: its version 1 has ended");
    private static final Option ATCA =
            Option.flag("--use-atca", "not supported: a gateway has no such chip");

    private static final String NAME = "[a-zA-Z0-9:_-]{1,128}";

    /** Makes it. */
    public AwsSetup() {
        super(
                "aws",
                new Usage(
                        "aws-iot-setup",
                        "",
                        "makes a gateway a thing of AWS IoT Core",
                        """
                        Makes thing, policy and certificate unless they are there, gives the gateway
                        its files and settings, and waits until it is connected. May be typed again;
                        deletes nothing. Logs in as the command aws does: AWS_ACCESS_KEY_ID and
                        AWS_SECRET_ACCESS_KEY, or aws configure.""",
                        List.of(
                                REGION,
                                THING,
                                POLICY,
                                TOPICS,
                                SERVER,
                                COMMON_NAME,
                                CERTIFICATE,
                                KEY,
                                AUTHORITY,
                                PROFILE,
                                ENDPOINT,
                                BUNDLE,
                                GREENGRASS,
                                ATCA),
                        true,
                        "ccm aws-iot-setup --aws-iot-region eu-west-1"));
    }

    @Override
    protected Recipe read(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        Wishes wishes = wishes(words, terminal);
        if (dry(words)) {
            return gateway -> new AwsSteps(wishes, AwsSetup::nobody, gateway).plan();
        }
        AwsAccount account = AwsAccount.open(wishes.login());
        return new Recipe() {
            @Override
            public Plan plan(Target gateway) throws FailedException {
                return new AwsSteps(wishes, () -> account, gateway).plan();
            }

            @Override
            public void close() {
                account.close();
            }
        };
    }

    private static AwsAccount nobody() {
        throw new IllegalStateException("a dry run asks nobody");
    }

    private static Wishes wishes(Words words, Terminal terminal)
            throws UsageException, FailedException {
        for (Option never : List.of(GREENGRASS, ATCA)) {
            if (words.has(never.name())) {
                throw new UsageException(never.name() + ": " + never.help());
            }
        }
        Optional<byte[]> authority = Optional.empty();
        if (words.value(AUTHORITY.name()).isPresent()) {
            authority = Optional.of(read(Path.of(words.value(AUTHORITY.name()).get())));
        }
        return new Wishes(
                name(words, THING),
                name(words, POLICY),
                topics(words),
                words.value(COMMON_NAME.name()),
                server(words),
                own(words),
                authority,
                new Wishes.Login(
                        words.value(REGION.name()),
                        words.value(PROFILE.name()),
                        words.value(ENDPOINT.name()),
                        words.value(BUNDLE.name())
                                .or(() -> terminal.variable("AWS_CA_BUNDLE"))
                                .map(Path::of)));
    }

    private static Optional<String> name(Words words, Option option) throws UsageException {
        Optional<String> name = words.value(option.name());
        if (name.isPresent() && name.get().equals("-")) {
            throw new UsageException(
                    option.name() + " -: not supported. Shadow and jobs belong to a thing");
        }
        if (name.isPresent() && !name.get().matches(NAME)) {
            throw new UsageException(
                    option.name()
                            + " "
                            + name.get()
                            + ": AWS takes up to 128 letters, digits, colons, underlines and"
                            + " dashes");
        }
        return name;
    }

    private static List<String> topics(Words words) {
        return words.values(TOPICS.name()).stream()
                .flatMap(each -> List.of(each.split(",")).stream())
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static Optional<String> server(Words words) throws UsageException {
        Optional<String> server = words.value(SERVER.name());
        if (server.isPresent() && !server.get().matches("[^\\s:/@]+(:\\d{1,5})?")) {
            throw new UsageException(
                    SERVER.name()
                            + " "
                            + server.get()
                            + ": not HOST or HOST:PORT, as in"
                            + " abc-ats.iot.eu-west-1.amazonaws.com:8883");
        }
        return server;
    }

    private static Optional<OwnFiles> own(Words words) throws UsageException, FailedException {
        Optional<String> certificate = words.value(CERTIFICATE.name());
        Optional<String> key = words.value(KEY.name());
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException(
                    CERTIFICATE.name() + " and " + KEY.name() + ": both or neither of them");
        }
        return certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(OwnFiles.read(Path.of(certificate.get()), Path.of(key.get())));
    }

    private static byte[] read(Path file) throws FailedException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FailedException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
