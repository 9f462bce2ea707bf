package ccm.cloud.aws;

import ccm.api.config.ConfigTree;
import ccm.api.device.Device;
import ccm.api.firmware.FirmwareUpdater;
import ccm.api.firmware.UpdateListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.cloud.MqttCloudService;
import ccm.parts.cloud.ShadowSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Publishes AWS IoT Core as a cloud while it is enabled. */
@Component(
        service = {},
        configurationPid = "ccm.aws")
@Designate(ocd = AwsCloud.Config.class)
public final class AwsCloud extends MqttCloudService<Thing> {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration CLAIM_PAUSE = Duration.ofSeconds(30);
    private static final int INFLIGHT = 100; // what it takes in all, with our own

    private final AwsSettings settings;
    private final AwsParts parts;
    private final Path files;
    private Optional<AwsClaim> claim = Optional.empty(); // these three: guarded by this
    private Optional<MqttSessions> sessions = Optional.empty();
    private Optional<ConfigTree> tree = Optional.empty();

    /** The settings {@code aws.*}. */
    @ObjectClassDefinition(
            name = "CCM AWS IoT Core",
            description = "AWS IoT Core as a cloud, with the device shadow and jobs.")
    @interface Config {
        @AttributeDefinition(name = "Enabled", description = "Connect to AWS IoT Core.")
        boolean enable() default false;

        @AttributeDefinition(
                name = "Server",
                description =
                        "HOST:PORT of the account's endpoint, as"
                                + " abc-ats.iot.eu-west-1.amazonaws.com. Without a port: 8883. With"
                                + " 443 the protocol is named in the TLS handshake, for networks that"
                                + " let nothing else out.")
        String server() default "";

        @AttributeDefinition(
                name = "Thing",
                description =
                        "Name of the thing, which is the MQTT client id too; empty for the device's"
                                + " id. Six question marks stand for the last digits of the MAC"
                                + " address.")
        String thing__name() default "";

        @AttributeDefinition(
                name = "Certificate",
                description =
                        "PEM file of the thing's certificate in the files folder, or an absolute"
                                + " path.")
        String cert() default "";

        @AttributeDefinition(
                name = "Key",
                description = "PEM file of the certificate's private key, not encrypted.")
        String key() default "";

        @AttributeDefinition(
                name = "Authority",
                description =
                        "PEM file with the authorities that may have signed the server's certificate."
                                + " Empty, or ca.pem while there is no such file, for those that Java"
                                + " knows, Amazon's among them.")
        String ca__cert() default "ca.pem";

        @AttributeDefinition(
                name = "Shadow",
                description = "Name of the shadow; empty for the classic one.")
        String shadow__name() default "";

        @AttributeDefinition(
                name = "Jobs",
                description =
                        "Take jobs that update the host. The thing's policy must allow the topics of"
                                + " jobs.")
        boolean jobs__enable() default true;

        @AttributeDefinition(
                name = "Custom authorizer",
                description =
                        "Name of an authorizer of the account, to log in without a certificate on port"
                                + " 443; empty for none.")
        String authorizer__name() default "";

        @AttributeDefinition(
                name = "Token's key",
                description = "The name under which the authorizer expects the token.")
        String token__key() default "";

        @AttributeDefinition(
                name = "Token",
                description = "What the authorizer decides by.",
                type = AttributeType.PASSWORD)
        String _token() default "";

        @AttributeDefinition(
                name = "Signature",
                description = "The token's signature in Base64; empty when none is checked.",
                type = AttributeType.PASSWORD)
        String _signature() default "";

        @AttributeDefinition(
                name = "User",
                description = "User name for the custom authorizer; most want none.")
        String user() default "";

        @AttributeDefinition(
                name = "Password",
                description = "Password for the custom authorizer; most want none.",
                type = AttributeType.PASSWORD)
        String _pass() default "";

        @AttributeDefinition(
                name = "Provisioning template",
                description =
                        "Name of a fleet provisioning template: while there is no certificate, one is"
                                + " got with that of the claim. Empty for none.")
        String provision_template() default "";

        @AttributeDefinition(
                name = "Certificate of the claim",
                description = "PEM file, the same in many devices.")
        String provision_cert() default "";

        @AttributeDefinition(
                name = "Key of the claim",
                description = "PEM file of that certificate's private key.")
        String provision_key() default "";

        @AttributeDefinition(
                name = "Parameters of the template",
                description =
                        "A JSON object, in which ${device.id} and ${device.mac} are replaced; empty"
                                + " for {\"SerialNumber\":\"${device.id}\"}.")
        String provision_parameters() default "";

        @AttributeDefinition(
                name = "Keep-alive",
                description = "Seconds between pings on a quiet connection.",
                min = "30",
                max = "1200")
        int keep__alive() default 60;

        @AttributeDefinition(
                name = "Shortest wait",
                description = "Seconds from a failure to the next attempt, doubled each time.",
                min = "0.1")
        double reconnect__timeout__min() default 2.0;

        @AttributeDefinition(
                name = "Longest wait",
                description = "Seconds at most between two attempts.",
                min = "0.1")
        double reconnect__timeout__max() default 60.0;

        @AttributeDefinition(
                name = "Greengrass",
                description = "Without effect: the discovery of Greengrass version 1 is gone.")
        boolean greengrass_enable() default false;

        @AttributeDefinition(
                name = "Greengrass, shortest wait",
                description = "Without effect, as greengrass.enable.")
        int greengrass_reconnect__timeout__min() default 2;

        @AttributeDefinition(
                name = "Greengrass, longest wait",
                description = "Without effect, as greengrass.enable.")
        int greengrass_reconnect__timeout__max() default 60;
    }

    @Activate
    public AwsCloud(Config config, BundleContext bundle) {
        this(settings(config), bundle);
    }

    private AwsCloud(AwsSettings settings, BundleContext bundle) {
        this(settings, new AwsParts(settings, own(bundle), PAUSE), bundle);
    }

    private AwsCloud(AwsSettings settings, AwsParts parts, BundleContext bundle) {
        super(bundle, parts.cloud());
        this.settings = settings;
        this.parts = parts;
        this.files = files(bundle);
    }

    @Override
    protected boolean enabled() {
        return settings.enabled();
    }

    @Override
    protected String serves() {
        return AwsEndpoint.address(settings);
    }

    @Override
    protected Thing identity(Device device) {
        return Thing.of(device, settings);
    }

    @Override
    protected Optional<ShadowSource> shadow() {
        return Optional.of(parts.shadow());
    }

    @Override
    protected Map<Class<?>, Object> besides() {
        return settings.jobs() ? Map.of(UpdateListener.class, parts.jobs()) : Map.of();
    }

    @Override
    protected synchronized MqttSettings settings(Thing thing) {
        parts.dialect().present(ThingTopics.of(thing.name(), settings.shadowName()));
        claim.ifPresent(AwsClaim::close);
        AwsClaim next = new AwsClaim(settings, thing, files, CLAIM_PAUSE, this::claimed);
        claim = Optional.of(next);
        tree.ifPresent(next::tree);
        sessions.ifPresent(next::open);
        return new MqttSettings(
                AwsDialect.NAME,
                List.of(new AwsEndpoint(settings, thing, files, next)),
                settings.times().reconnectMin(),
                settings.times().reconnectMax(),
                INFLIGHT);
    }

    /** There is a certificate now; unless its settings are new, which make another one of us. */
    private void claimed() {
        parts.cloud().reconnect();
    }

    @Override
    public synchronized void bindSessions(MqttSessions service) {
        sessions = Optional.of(service);
        super.bindSessions(service);
    }

    @Override
    public synchronized void unbindSessions(MqttSessions service) {
        sessions = sessions.filter(each -> each != service);
        super.unbindSessions(service);
    }

    @Override
    public synchronized void close() {
        claim.ifPresent(AwsClaim::close);
        claim = Optional.empty();
        super.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindUpdater(FirmwareUpdater updater) {
        parts.jobs().updater(updater);
    }

    public void unbindUpdater(FirmwareUpdater updater) {
        parts.jobs().without(updater);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindTree(ConfigTree service) {
        tree = Optional.of(service);
        claim.ifPresent(current -> current.tree(service));
    }

    public synchronized void unbindTree(ConfigTree service) {
        tree = tree.filter(each -> each != service);
        claim.ifPresent(current -> current.without(service));
    }

    /** The bundle's own folder. */
    private static Path own(BundleContext bundle) {
        return files(bundle).resolveSibling(AwsDialect.NAME);
    }

    /** Settings as they are injected. */
    static AwsSettings settings(Config config) {
        return new AwsSettings(
                config.enable(),
                config.server(),
                config.thing__name(),
                new AwsSettings.Pem(config.ca__cert(), config.cert(), config.key()),
                config.shadow__name(),
                config.jobs__enable(),
                authorizer(config),
                claim(config),
                new AwsSettings.Times(
                        Duration.ofSeconds(config.keep__alive()),
                        seconds(config.reconnect__timeout__min()),
                        seconds(config.reconnect__timeout__max())));
    }

    private static Optional<AwsSettings.Authorizer> authorizer(Config config) {
        return config.authorizer__name().isEmpty() && config._token().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AwsSettings.Authorizer(
                                config.authorizer__name(),
                                config.token__key(),
                                config._token(),
                                config._signature(),
                                config.user(),
                                config._pass()));
    }

    private static Optional<AwsSettings.Claim> claim(Config config) {
        return config.provision_template().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AwsSettings.Claim(
                                config.provision_template(),
                                config.provision_cert(),
                                config.provision_key(),
                                config.provision_parameters()));
    }
}
