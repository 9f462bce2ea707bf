package ccm.cli.watson;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.Usage;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.setup.Address;
import ccm.cli.setup.Authorities;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Secret;
import ccm.cli.setup.SetupCommand;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code watson-iot-setup}: a device of an organization of IBM Watson IoT, or of guests. */
public final class WatsonSetup extends SetupCommand {
    private static final Option KEY =
            Option.value("--watson-api-key", "KEY", "an API key, a-ORG-xxxxxxxxxx");
    private static final Option TOKEN =
            Option.value(
                    "--watson-api-auth-token",
                    "TOKEN|@FILE|-",
                    "of that key; it is asked for when not given");
    private static final Option ORGANIZATION =
            Option.value("--watson-org-id", "ORG", "that of the API key, or quickstart");
    private static final Option TYPE =
            Option.value("--watson-device-type", "TYPE", "mos when not given");
    private static final Option DEVICE =
            Option.value("--watson-device-id", "ID", "device.id when not given");
    private static final Option HOST =
            Option.value("--watson-host", "HOST[:PORT]", "of the platform's messaging; IBM's");
    private static final Option API =
            Option.value(
                    "--watson-api-host",
                    "HOST[:PORT]",
                    "of its HTTP interface; --watson-host without .messaging");
    static final Option CA =
            Option.value("--watson-ca-file", "FILE", "authorities of both, PEM; Java's own");
    private static final Option REPLACE =
            Option.flag("--watson-replace", "make a device that is there already anew");

    private static final Pattern API_KEY = Pattern.compile("a-([A-Za-z0-9]{6})-\\S+");
    private static final String IBM = ".messaging.internetofthings.ibmcloud.com";

    public WatsonSetup() {
        super(
                "watson",
                new Usage(
                        "watson-iot-setup",
                        "",
                        "makes a gateway a device of IBM Watson IoT",
                        """
                        It registers type and device with the API key, gives the gateway the token of
                        the device and waits until it is connected. IBM's public platform has ended:
                        name that of your own with --watson-host. Without an API key it is a guest of
                        quickstart, which registers nothing.""",
                        List.of(KEY, TOKEN, ORGANIZATION, TYPE, DEVICE, HOST, API, CA, REPLACE),
                        true,
                        "ccm watson-iot-setup --watson-api-key a-ORG-xxx --watson-host HOST:443"));
    }

    @Override
    protected Recipe read(Words words, Terminal terminal) throws UsageException, FailedException {
        words.plain(0, 0);
        String type = words.value(TYPE.name()).orElse("mos");
        if (!type.matches("[A-Za-z0-9_.-]{1,36}")) {
            throw new UsageException(
                    TYPE.name()
                            + " "
                            + type
                            + ": the platform takes up to 36 letters, digits and _.-");
        }
        String organization = organization(words);
        String host = Address.of(HOST, words).orElse(organization + IBM);
        String api = Address.of(API, words).orElse(host.replace(".messaging.", "."));
        return new WatsonRecipe(
                new WatsonRecipe.Asked(
                        new Names(organization, type, words.value(DEVICE.name()).orElse("")),
                        host,
                        api,
                        Authorities.of(CA, words),
                        words.has(REPLACE.name())),
                key(words, terminal));
    }

    private static String organization(Words words) throws UsageException {
        Optional<String> given = words.value(ORGANIZATION.name());
        Optional<String> key = words.value(KEY.name());
        for (Option theirs : List.of(TOKEN, API, REPLACE)) {
            if (key.isEmpty() && words.has(theirs.name())) {
                throw new UsageException(
                        theirs.name()
                                + ": goes with "
                                + KEY.name()
                                + " KEY, which is missing. Without it the gateway is a guest, and"
                                + " nothing is registered");
            }
        }
        if (key.isEmpty()) {
            String guest = given.orElse(Names.GUESTS);
            if (!guest.equals(Names.GUESTS)) {
                throw new UsageException(
                        KEY.name()
                                + " is missing: an API key of the organization "
                                + guest
                                + ", which its page Apps makes");
            }
            return guest;
        }
        Matcher parts = API_KEY.matcher(key.get());
        if (!parts.matches()) {
            throw new UsageException(
                    KEY.name()
                            + " "
                            + key.get()
                            + ": is not of the form a-ORG-xxxxxxxxxx, as the platform's page Apps"
                            + " shows it");
        }
        if (given.isPresent() && !given.get().equals(parts.group(1))) {
            throw new UsageException(
                    ORGANIZATION.name()
                            + " "
                            + given.get()
                            + ": the API key is of the organization "
                            + parts.group(1)
                            + ". Leave one of them out, or take a key of the other");
        }
        return parts.group(1);
    }

    private static Optional<WatsonRecipe.ApiKey> key(Words words, Terminal terminal)
            throws UsageException, FailedException {
        Optional<String> key = words.value(KEY.name());
        if (key.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> typed = Secret.of(TOKEN, words, terminal);
        String token =
                typed.isPresent() ? typed.get() : terminal.secret("Token of the API key").strip();
        if (token.isEmpty()) {
            throw new UsageException(
                    TOKEN.name() + " is missing: the platform showed it when it made the API key");
        }
        return Optional.of(new WatsonRecipe.ApiKey(key.get(), token));
    }
}
