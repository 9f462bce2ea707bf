package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.Fault;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttLogin;
import ccm.parts.tls.PemTls;
import ccm.parts.tls.TlsFiles;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The message broker of AWS IoT Core as a session sees it. */
final class AwsEndpoint implements MqttEndpoint {
    private static final Instant BEFORE_ANY_CCM = Instant.ofEpochSecond(1_500_000_000);

    private final AwsSettings settings;
    private final Thing thing;
    private final Path files;
    private final Clock clock;
    private final AwsClaim claim;

    AwsEndpoint(AwsSettings settings, Thing thing, Path files, AwsClaim claim) {
        this(settings, thing, files, claim, Clock.systemUTC());
    }

    AwsEndpoint(AwsSettings settings, Thing thing, Path files, AwsClaim claim, Clock clock) {
        this.settings = settings;
        this.thing = thing;
        this.files = files;
        this.clock = clock;
        this.claim = claim;
    }

    /** {@code HOST:PORT}, or the setting when it is not one. */
    static String address(AwsSettings settings) {
        try {
            return AwsServer.of(settings).toString();
        } catch (CloudException e) {
            return "aws.server"; // the attempt to connect says what is wrong with it
        }
    }

    @Override
    public String address() {
        return address(settings);
    }

    @Override
    public MqttConnect connect() throws CloudException {
        thing.check();
        AwsServer server = AwsServer.of(settings);
        if (claim.needed()) {
            throw claim.waiting();
        }
        AwsSettings.Pem pem = AwsClaim.pem(settings, thing);
        checkCredentials(pem);
        return connect(server, settings.tls(pem, server.port()), thing.name(), login());
    }

    /** The same with another certificate and without a session that is kept. */
    MqttConnect claiming(AwsSettings.Claim by) throws CloudException {
        thing.check();
        AwsServer server = AwsServer.of(settings);
        MqttConnect as =
                connect(
                        server,
                        settings.claimTls(by, server.port()),
                        thing.name(),
                        Optional.empty());
        return new MqttConnect(
                as.host(),
                as.port(),
                as.tls(),
                as.webSocketPath(),
                as.clientId(),
                as.login(),
                true,
                as.keepAlive(),
                as.will());
    }

    private MqttConnect connect(
            AwsServer server, TlsFiles tls, String clientId, Optional<MqttLogin> login)
            throws CloudException {
        checkTime();
        return new MqttConnect(
                server.host(),
                server.port(),
                Optional.of(new PemTls(tls, files).sockets()),
                Optional.empty(),
                clientId,
                login,
                false, // what was sent to us while we were away comes then
                settings.times().keepAlive(),
                Optional.empty());
    }

    private void checkTime() throws CloudException {
        if (clock.instant().isBefore(BEFORE_ANY_CCM)) {
            throw new CloudException(
                    "the clock says "
                            + clock.instant()
                            + ", so no certificate is valid. set it, or start time synchronization",
                    false,
                    Fault.CLOCK);
        }
    }

    private void checkCredentials(AwsSettings.Pem pem) throws CloudException {
        if (settings.authorizer().isEmpty() && pem.certificate().isEmpty()) {
            throw AwsSettings.fault(
                    "cert",
                    "is empty. name the file of the thing's certificate, set authorizer_name, or"
                            + " provision.template");
        }
    }

    /** With the names that a custom authorizer expects, in the user name. */
    private Optional<MqttLogin> login() {
        return settings.authorizer().map(AwsEndpoint::login);
    }

    private static MqttLogin login(AwsSettings.Authorizer by) {
        StringBuilder user = new StringBuilder(by.user());
        user.append('?');
        if (!by.name().isEmpty()) {
            user.append("x-amz-customauthorizer-name=").append(encoded(by.name())).append('&');
        }
        if (!by.signature().isEmpty()) {
            user.append("x-amz-customauthorizer-signature=")
                    .append(encoded(by.signature()))
                    .append('&');
        }
        if (!by.tokenKey().isEmpty()) {
            user.append(encoded(by.tokenKey())).append('=').append(encoded(by.token())).append('&');
        }
        user.setLength(user.length() - 1);
        return new MqttLogin(user.toString(), by.pass());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
