package ccm.cli.aws;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Address;
import ccm.cli.setup.Authorities;
import ccm.cli.setup.OwnFiles;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.SetupCommand;
import ccm.cli.setup.Target;
import ccm.cli.setup.TypedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    static final String NAME = "[a-zA-Z0-9:_-]{1,128}";

    private static final String VARIABLE = "AWS_CA_BUNDLE";

    /** A star and a question mark would be wild in a policy, where MQTT means themselves. */
    private static final Pattern FILTER =
            Pattern.compile("(?=.{1,256}$)([^#+*?/]*|\\+)(/([^#+*?/]*|\\+))*(/#)?|#");

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
        return new Wishes(
                name(words, THING),
                name(words, POLICY),
                topics(words),
                commonName(words),
                Address.of(SERVER, words),
                OwnFiles.of(CERTIFICATE, KEY, words),
                Authorities.of(AUTHORITY, words).map(Authorities::pem),
                new Wishes.Login(
                        region(words),
                        words.value(PROFILE.name()),
                        words.value(ENDPOINT.name()),
                        bundle(words, terminal)));
    }

    private static Optional<String> name(Words words, Option option) throws UsageException {
        Optional<String> name = words.value(option.name());
        if (name.isPresent() && name.get().equals("-")) {
            throw new UsageException(
                    option.name()
                            + " -: not supported. Shadow and jobs belong to a thing: name one, or"
                            + " leave the option out");
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

    private static Optional<String> commonName(Words words) throws UsageException {
        Optional<String> name = words.value(COMMON_NAME.name());
        if (name.isPresent() && !name.get().matches("[a-zA-Z0-9:._-]{1,64}")) {
            throw new UsageException(
                    COMMON_NAME.name()
                            + " "
                            + name.get()
                            + ": take up to 64 letters, digits and :._-, as files are called so too");
        }
        return name;
    }

    private static Optional<String> region(Words words) throws UsageException {
        Optional<String> region = words.value(REGION.name());
        if (region.isPresent() && !region.get().matches("[a-z]{2,3}(-[a-z]+)+-\\d{1,2}")) {
            throw new UsageException(
                    REGION.name()
                            + " "
                            + region.get()
                            + ": no region of AWS, which are called like eu-west-1");
        }
        return region;
    }

    private static List<String> topics(Words words) throws UsageException {
        List<String> all =
                words.values(TOPICS.name()).stream()
                        .flatMap(each -> Stream.of(each.split(",", -1)))
                        .map(String::strip)
                        .toList();
        for (String filter : all) {
            if (!FILTER.matcher(filter).matches()) {
                throw new UsageException(
                        TOPICS.name()
                                + " \""
                                + filter
                                + "\": no filter of MQTT, as t1, t/+/up or t/#. Separate several"
                                + " with commas");
            }
        }
        return all;
    }

    private static Optional<Path> bundle(Words words, Terminal terminal) throws FailedException {
        Optional<TypedFile> file =
                TypedFile.of(BUNDLE, words)
                        .or(
                                () ->
                                        terminal.variable(VARIABLE)
                                                .map(
                                                        name ->
                                                                new TypedFile(
                                                                        VARIABLE, Path.of(name))));
        return file.isEmpty() ? Optional.empty() : Optional.of(Authorities.read(file.get()).file());
    }
}
