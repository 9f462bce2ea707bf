package ccm.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.api.cloud.CloudException;
import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import ccm.api.cloud.Fault;
import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import ccm.api.mqtt.MqttConnect;
import ccm.api.mqtt.MqttEndpoint;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.files.AtomicFile;
import ccm.parts.files.IdentityRecord;
import ccm.parts.wire.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fleet provisioning: with the certificate of a claim, which many devices share, gets one of its
 * own. The key is made here and goes nowhere. Whatever is not finished is done again from the
 * start; nothing is used before the certificate is on disk, which comes last.
 */
final class AwsClaim implements MqttSessionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AwsClaim.class);
    private static final String SIGN = "$aws/certificates/create-from-csr/json";
    private static final int NAME_LENGTH = 16; // of the thing's name in a file's, as ever
    private static final int INFLIGHT = 10;
    private static final int THROTTLED = 429;
    private static final int BROKEN = 500;

    private final AwsSettings settings;
    private final Thing thing;
    private final Path files;
    private final Duration pause;
    private final Runnable done;
    private final Mailbox mailbox = new Mailbox();
    private volatile String reason = "waits for ccm.mqtt. is the bundle started?";
    private volatile Fault fault = Fault.NONE;
    private volatile boolean closed;
    // touched by tasks of the mailbox alone
    private Optional<MqttSession> session = Optional.empty();
    private Optional<ConfigTree> tree = Optional.empty();
    private Optional<KeyPair> key = Optional.empty();
    private Optional<String> certificate = Optional.empty();
    private Optional<String> given = Optional.empty(); // the thing's name, once it is registered
    private int asked; // how often: an answer that comes too late is to nothing any more

    AwsClaim(AwsSettings settings, Thing thing, Path files, Duration pause, Runnable done) {
        this.settings = settings;
        this.thing = thing;
        this.files = files;
        this.pause = pause;
        this.done = done;
    }

    /** The files that are used: those that are set, or where this puts them. */
    static AwsSettings.Pem pem(AwsSettings settings, Thing thing) {
        AwsSettings.Pem set = settings.pem();
        return set.certificate().isEmpty() && settings.claim().isPresent()
                ? new AwsSettings.Pem(
                        set.authority(), certificateName(thing.name()), keyName(thing.name()))
                : set;
    }

    /** False when there is nothing to claim, or it was claimed before. */
    boolean needed() {
        AwsSettings.Pem pem = pem(settings, thing);
        return settings.claim().isPresent()
                && settings.authorizer().isEmpty()
                && !(Files.exists(files.resolve(pem.certificate()))
                        && Files.exists(files.resolve(pem.key())));
    }

    /** Why there is no certificate yet. */
    CloudException waiting() {
        return new CloudException("aws.provision: " + reason, false, fault);
    }

    /** Begins, if needed. */
    void open(MqttSessions sessions) {
        if (!needed()) {
            return;
        }
        MqttSettings how =
                new MqttSettings(
                                "aws-claim",
                                List.of(new Endpoint()),
                                settings.times().reconnectMin(),
                                settings.times().reconnectMax(),
                                INFLIGHT)
                        .with(AwsRemedies.CLAIM);
        MqttSession opened = sessions.open(how, this);
        mailbox.post(() -> session = Optional.of(opened));
        for (String topic : List.of(SIGN, register())) {
            opened.subscribe(topic + "/accepted", 1);
            opened.subscribe(topic + "/rejected", 1);
        }
    }

    void tree(ConfigTree next) {
        mailbox.post(
                () -> {
                    tree = Optional.of(next);
                    if (given.isPresent()) {
                        save();
                    }
                });
    }

    void without(ConfigTree gone) {
        mailbox.post(() -> tree = tree.filter(each -> each != gone));
    }

    @Override
    public void close() {
        closed = true;
        mailbox.post(this::hangUp);
    }

    private void hangUp() {
        session.ifPresent(MqttSession::close);
        session = Optional.empty();
    }

    @Override
    public void onState(CloudState state) {
        if (!state.ready()) {
            String why = state.reason();
            reason = "connecting for a certificate" + (why.isEmpty() ? "" : ": " + why);
            fault = state.fault();
            return;
        }
        mailbox.post(this::begin);
    }

    @Override
    public CompletionStage<Void> onMessage(CloudMessage message) {
        mailbox.post(() -> answered(message.topic(), message.payload()));
        return CompletableFuture.completedFuture(null);
    }

    private void begin() {
        if (session.isEmpty() || given.isPresent()) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair made = generator.generateKeyPair();
            key = Optional.of(made);
            certificate = Optional.empty();
            ObjectNode body = Json.object();
            body.put("certificateSigningRequest", CertificateRequest.pem(thing.name(), made));
            ask(SIGN, body, "a certificate");
        } catch (GeneralSecurityException e) {
            LOG.error("aws.provision: no key can be made", e);
        }
    }

    private void ask(String topic, ObjectNode body, String what) {
        reason = "asked for " + what;
        fault = Fault.NONE;
        int question = ++asked;
        session.get().publish(new CloudMessage(topic, Json.bytes(body), 1, false));
        after(
                () -> {
                    if (question == asked) {
                        again(
                                topic
                                        + ": no answer. does the policy of the claim allow to publish"
                                        + " there, and to receive the answer?");
                    }
                });
    }

    private void answered(String topic, byte[] payload) {
        Optional<ObjectNode> body = Json.readObject(payload);
        if (body.isEmpty() || given.isPresent()) {
            return;
        }
        if (topic.equals(SIGN + "/accepted") && key.isPresent()) {
            String signed = body.get().path("certificatePem").asText();
            if (CertificateRequest.answered(signed, key.get())) {
                certificate = Optional.of(signed);
                register(body.get().path("certificateOwnershipToken").asText());
            } else { // to an earlier question, whose key is no more
                LOG.debug("aws.provision: a certificate for another key came, too late");
            }
        } else if (topic.equals(register() + "/accepted") && certificate.isPresent()) {
            asked++;
            given = Optional.of(body.get().path("thingName").asText(thing.name()));
            save();
        } else if (topic.endsWith("/rejected")) {
            asked++;
            rejected(topic.substring(0, topic.lastIndexOf('/')), body.get());
            after(this::begin);
        }
    }

    private void rejected(String topic, JsonNode why) {
        int status = why.path("statusCode").asInt();
        boolean busy = status == THROTTLED || status >= BROKEN;
        String said =
                topic
                        + ": AWS rejects it with "
                        + status
                        + " ("
                        + why.path("errorCode").asText()
                        + ": "
                        + why.path("errorMessage").asText()
                        + (busy
                                ? "). it is tried again"
                                : "). check provision.template and provision.parameters");
        reason = said;
        fault = busy ? Fault.THROTTLED : Fault.CREDENTIALS;
        LOG.warn("aws.provision: {}", said);
    }

    private String register() {
        String template = settings.claim().map(AwsSettings.Claim::template).orElse("");
        return "$aws/provisioning-templates/" + template + "/provision/json";
    }

    private void register(String token) {
        Optional<ObjectNode> parameters = parameters();
        if (parameters.isEmpty()) {
            asked++;
            reason = "provision.parameters: is no JSON object. write {\"NAME\":\"value\"}";
            fault = Fault.SETTINGS;
            return;
        }
        ObjectNode body = Json.object().put("certificateOwnershipToken", token);
        body.set("parameters", parameters.get());
        ask(register(), body, "a thing");
    }

    private Optional<ObjectNode> parameters() {
        String set = settings.claim().map(AwsSettings.Claim::parameters).orElse("");
        return set.isBlank()
                ? Optional.of(Json.object().put("SerialNumber", thing.deviceId()))
                : Json.readObject(
                        set.replace("${device.id}", thing.deviceId())
                                .replace("${device.mac}", thing.mac())
                                .getBytes(UTF_8));
    }

    /** The key, then the certificate, then the settings that name them. */
    private void save() {
        String name = given.get();
        try {
            Files.createDirectories(files);
            write(
                    keyName(name),
                    CertificateRequest.block("PRIVATE KEY", key.get().getPrivate().getEncoded()));
            write(certificateName(name), certificate.get());
            AwsSettings.Claim claim = settings.claim().orElseThrow();
            IdentityRecord.write(
                    files.toAbsolutePath().getParent(),
                    AwsSettings.SECTION,
                    List.of(claim.template(), claim.certificate()),
                    List.of(keyName(name), certificateName(name)));
        } catch (IOException e) {
            reason = files + ": cannot be written (" + e.getMessage() + "). is the disk full?";
            fault = Fault.SETTINGS;
            LOG.error("aws.provision: {}", reason, e);
            return;
        }
        if (tree.isEmpty()) {
            reason = "waits for ccm.core, to save the settings. is the bundle started?";
            return;
        }
        try {
            ObjectNode change = Json.object();
            change.putObject(AwsSettings.SECTION)
                    .put("cert", certificateName(name))
                    .put("key", keyName(name))
                    .put("thing_name", name);
            tree.get().setAndSave(change, false, "aws provisioning");
            LOG.info("aws.provision: this gateway is the thing {} now", name);
            hangUp(); // who has the same client id would be thrown out by us
            done.run();
        } catch (ConfigException e) {
            reason = "the settings of the thing cannot be saved: " + e.getMessage();
            fault = Fault.SETTINGS;
            LOG.error("aws.provision: {}", reason);
        }
    }

    private void write(String name, String text) throws IOException {
        new AtomicFile(files.resolve(name)).write(text.getBytes(UTF_8));
    }

    private void again(String why) {
        reason = why;
        fault = Fault.POLICY;
        LOG.warn("aws.provision: {}", why);
        begin();
    }

    private void after(Runnable task) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(
                        () -> {
                            if (!closed) {
                                mailbox.post(task);
                            }
                        });
    }

    private static String certificateName(String name) {
        return "aws-" + cut(name) + ".crt.pem";
    }

    private static String keyName(String name) {
        return "aws-" + cut(name) + ".key.pem";
    }

    private static String cut(String name) {
        String plain = name.replace(':', '-');
        return plain.length() <= NAME_LENGTH ? plain : plain.substring(0, NAME_LENGTH);
    }

    /** The same server, with the certificate of the claim. */
    private final class Endpoint implements MqttEndpoint {
        @Override
        public String address() {
            return AwsEndpoint.address(settings);
        }

        @Override
        public MqttConnect connect() throws CloudException {
            return new AwsEndpoint(settings, thing, files, AwsClaim.this)
                    .claiming(settings.claim().orElseThrow());
        }
    }
}
