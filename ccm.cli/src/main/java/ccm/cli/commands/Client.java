package ccm.cli.commands;

import ccm.cli.line.FailedException;
import ccm.cli.line.Option;
import ccm.cli.line.Terminal;
import ccm.cli.line.UsageException;
import ccm.cli.line.Words;
import ccm.cli.rpc.Credentials;
import ccm.cli.rpc.Gateway;
import ccm.cli.transports.Connection;
import ccm.cli.transports.SerialSettings;
import ccm.cli.transports.TlsSettings;
import ccm.cli.transports.Transports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all commands that talk to a gateway have in common: options, and the way to it. */
public final class Client {
    static final Option JSON = Option.flag("--json", "print for programs, on one line");

    private static final Option PORT =
            Option.value("--port", "ADDRESS", "the gateway, when it is not on this machine");
    private static final Option DATA =
            Option.value("--data", "DIR", "the data folder of the gateway on this machine");
    private static final Option TIMEOUT =
            Option.value("--timeout", "S", "seconds to wait for each answer; 20 when not given");
    private static final Option RPC_CREDS =
            Option.value("--rpc-creds", "USER:PASS|@FILE", "log in; also CCM_RPC_CREDS");
    private static final Option MQTT_CREDS =
            Option.value(
                    "--mqtt-creds", "USER:PASS|@FILE", "log in at the broker; also CCM_MQTT_CREDS");
    private static final Option CA =
            Option.value("--ca", "FILE", "trust the authorities in this PEM file")
                    .or("--ca-cert-file");
    private static final Option CERT =
            Option.value("--cert", "FILE", "our own certificate for TLS, PEM").or("--cert-file");
    private static final Option KEY =
            Option.value("--key", "FILE", "the key of that certificate, PEM").or("--key-file");
    private static final Option INSECURE =
            Option.flag("--insecure", "trust any certificate: whoever sits between reads all");
    private static final Option BAUD_RATE =
            Option.value("--baud-rate", "N", "of a serial port; 115200 when not given");
    private static final Option HW_FLOW =
            Option.flag("--hw-flow-control", "CTS and RTS stop the flow on a serial port");
    private static final Option CHUNK_DELAY =
            Option.value(
                    "--chunk-delay", "MS", "pause after 16 bytes on a serial port; 5; 0: none");

    /** Options of every client command. */
    public static final List<Option> OPTIONS =
            List.of(
                    JSON,
                    PORT,
                    DATA,
                    TIMEOUT,
                    RPC_CREDS,
                    MQTT_CREDS,
                    CA,
                    CERT,
                    KEY,
                    INSECURE,
                    BAUD_RATE,
                    HW_FLOW,
                    CHUNK_DELAY);

    private static final double DEFAULT_TIMEOUT_S = 20;
    private static final double LONGEST_TIMEOUT_S = 86_400;
    private static final int DEFAULT_BAUD = 115_200;
    private static final int HIGHEST_BAUD = 4_000_000;
    private static final int DEFAULT_DELAY_MS = 5;
    private static final int LONGEST_DELAY_MS = 1_000;

    private Client() {}

    /** Opens the way to the gateway that the words name. */
    public static Gateway open(Words words, Terminal terminal)
            throws UsageException, FailedException {
        return open(words, terminal, timeout(words));
    }

    /** The same for calls that may take so long. */
    static Gateway open(Words words, Terminal terminal, Duration timeout)
            throws UsageException, FailedException {
        boolean insecure = words.has(INSECURE.name());
        if (insecure) {
            terminal.err()
                    .println(
                            "ccm: --insecure: the certificate is not checked; whoever sits between"
                                    + " can read and change everything");
        }
        Connection connection =
                new Connection(
                        data(words, terminal),
                        cache(terminal),
                        timeout,
                        Credentials.find(
                                RPC_CREDS.name(),
                                words.value(RPC_CREDS.name()),
                                "CCM_RPC_CREDS",
                                terminal),
                        Credentials.find(
                                MQTT_CREDS.name(),
                                words.value(MQTT_CREDS.name()),
                                "CCM_MQTT_CREDS",
                                terminal),
                        new TlsSettings(
                                words.value(CA.name()).map(Path::of),
                                words.value(CERT.name()).map(Path::of),
                                words.value(KEY.name()).map(Path::of),
                                insecure),
                        serial(words));
        return new Gateway(
                Transports.open(port(words, terminal), connection), connection.login(), timeout);
    }

    /** What {@code --port} names; empty for the gateway on this machine. */
    public static String port(Words words, Terminal terminal) {
        return words.value(PORT.name()).or(() -> terminal.variable("CCM_PORT")).orElse("");
    }

    /** True when the result is for a program. */
    public static boolean json(Words words) {
        return words.has(JSON.name());
    }

    /** The data folder of the gateway on this machine. */
    static Path data(Words words, Terminal terminal) {
        String data =
                words.value(DATA.name())
                        .or(() -> terminal.variable("CCM_DATA"))
                        .orElse("/var/lib/ccm");
        return Path.of(data).toAbsolutePath().normalize();
    }

    private static Path cache(Terminal terminal) {
        Optional<Path> home = Optional.ofNullable(System.getProperty("user.home")).map(Path::of);
        return terminal.variable("XDG_CACHE_HOME")
                .map(Path::of)
                .or(() -> home.map(path -> path.resolve(".cache")))
                .orElse(Path.of("."))
                .resolve("ccm");
    }

    private static SerialSettings serial(Words words) throws UsageException {
        return new SerialSettings(
                words.number(BAUD_RATE.name(), 50, HIGHEST_BAUD).orElse(DEFAULT_BAUD),
                words.has(HW_FLOW.name()),
                words.number(CHUNK_DELAY.name(), 0, LONGEST_DELAY_MS).orElse(DEFAULT_DELAY_MS));
    }

    private static Duration timeout(Words words) throws UsageException {
        String text = words.value(TIMEOUT.name()).orElse(Double.toString(DEFAULT_TIMEOUT_S));
        try {
            double seconds = Double.parseDouble(text.replaceFirst("(?<=\\d)s$", ""));
            if (seconds > 0 && seconds <= LONGEST_TIMEOUT_S) {
                return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
            }
        } catch (NumberFormatException e) {
            throw notSeconds(text);
        }
        throw notSeconds(text);
    }

    private static UsageException notSeconds(String text) {
        return new UsageException(
                "--timeout "
                        + text
                        + ": not a number of seconds from 0.001 to "
                        + Math.round(LONGEST_TIMEOUT_S));
    }
}
