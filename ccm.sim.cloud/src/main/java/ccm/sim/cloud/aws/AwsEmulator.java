package ccm.sim.cloud.aws;

import ccm.sim.cloud.server.Authority;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.Control;
import ccm.sim.cloud.server.Credential;
import ccm.sim.cloud.server.Door;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.ServerPlan;
import ccm.sim.cloud.server.WebAnswer;
import ccm.sim.cloud.server.WebRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS IoT Core with one account, one thing and one provisioning template. Doors: {@code mqtt} as
 * port 8883, {@code alpn} as port 443, {@code api} for the account's REST interface.
 */
public final class AwsEmulator implements Emulator {
    /** The name of the endpoint for devices. */
    public static final String HOST = "ccm-ats.iot.us-east-1.amazonaws.com";

    /** The name of the provisioning template. */
    public static final String TEMPLATE = "fleet";

    private static final Pattern JOB_OF = Pattern.compile("/things/([^/]+)/jobs/[^/]+");

    /** Who may use the account's interface. */
    public static final String ACCESS_KEY = "AKIAEMULATED00000001";

    /** The secret of that; no secret at all. */
    public static final String SECRET_KEY = "emulated/nobody+should/hide/this";

    private static final String THING_POLICY = "thing";
    private static final String CLAIM_POLICY = "claim";

    private final EmulatorOptions options;
    private final Registry registry;
    private final ShadowService shadows;
    private final JobsService jobs;
    private final ProvisioningService provisioning;
    private final AwsBrain brain;
    private final CloudServer server;
    private final String prefix;
    private final ControlPlane plane;

    private AwsEmulator(EmulatorOptions options, Authority authority, Clock clock)
            throws IOException {
        this.options = options;
        registry = new Registry();
        shadows = new ShadowService(clock, options.seed());
        jobs = new JobsService(clock);
        provisioning = new ProvisioningService(registry, authority, clock, TEMPLATE, THING_POLICY);
        brain = new AwsBrain(registry, shadows, jobs, provisioning);
        prefix = "$aws/things/" + options.device() + "/shadow";
        registry.policy(THING_POLICY, Policies.thing());
        registry.policy(CLAIM_POLICY, Policies.claim(TEMPLATE));
        identities(authority);
        Control control = control();
        AtomicReference<CloudServer> started = new AtomicReference<>();
        plane =
                new ControlPlane(
                        registry, authority, () -> "localhost:" + started.get().port("mqtt"));
        ServerPlan plan =
                new ServerPlan("aws", authority, brain)
                        .door(Door.tls("mqtt", options.port()).asking())
                        .door(
                                Door.tls(AwsBrain.ALPN_DOOR, 0)
                                        .asking()
                                        .alpn("x-amzn-mqtt-ca", "mqtt"))
                        .door(Door.tls("api", 0).web(plane))
                        .door(Door.control(options.controlPort(), control))
                        .certificate(authority.server(clock, HOST))
                        .address(options.address())
                        .seed(options.seed())
                        .trust(chain -> trouble(authority, chain))
                        .keepAlive(1200)
                        .parent(false);
        server = plan.start();
        started.set(server);
        brain.serve(server);
        control.serve(server);
        options.faults().forEach(server.faults()::add);
    }

    /** Starts one; it listens when this returns. */
    public static AwsEmulator start(EmulatorOptions options) throws IOException {
        return start(options, Clock.systemUTC());
    }

    /** Starts one with another clock, by which its certificate is valid. */
    public static AwsEmulator start(EmulatorOptions options, Clock clock) throws IOException {
        Files.createDirectories(options.folder());
        Authority authority = Authority.in(options.folder(), "Emulated Amazon Root CA");
        return new AwsEmulator(options, authority, clock);
    }

    private Optional<String> trouble(Authority authority, List<X509Certificate> chain) {
        if (!authority.signed(chain.get(0))) {
            return Optional.of("not of this cloud");
        }
        return registry.active(chain.get(0))
                ? Optional.empty()
                : Optional.of("not registered, or revoked");
    }

    /** The thing's certificate and that of the claim, made or read. */
    private void identities(Authority authority) throws IOException {
        String thing = options.device();
        registry.thing(thing);
        String own = registry.register(credential(authority, "device", thing), true);
        registry.attachThing(thing, own);
        registry.attachPolicy(THING_POLICY, own);
        registry.attachPolicy(
                CLAIM_POLICY, registry.register(credential(authority, "claim", "claim"), true));
    }

    private X509Certificate credential(Authority authority, String file, String name)
            throws IOException {
        Path certificate = file(file + ".crt.pem");
        Path key = file(file + ".key.pem");
        if (Files.exists(certificate) && Files.exists(key)) {
            return Authority.read(certificate, key).certificate();
        }
        Credential made = authority.client(name);
        made.write(certificate, key);
        return made.certificate();
    }

    private Control control() {
        return new Control("aws")
                .on("GET", "/shadow", request -> WebAnswer.json(read()))
                .on("DELETE", "/shadow", request -> WebAnswer.json(forget()))
                .on("POST", "/desired", request -> WebAnswer.json(want(Control.object(request))))
                .on(
                        "POST",
                        "/jobs/*",
                        request ->
                                WebAnswer.json(
                                        queueHere(last(request.path()), Control.json(request))))
                .on(
                        "DELETE",
                        "/jobs/*",
                        request -> WebAnswer.json(cancelHere(last(request.path()))))
                .on("GET", "/jobs/*", request -> WebAnswer.json(readJob(last(request.path()))))
                .on("POST", "/things/*", request -> WebAnswer.json(queueFor(request)))
                .on("GET", "/things/*", request -> WebAnswer.json(jobOf(request.path())));
    }

    /** {@code /things/THING/jobs/JOB}: the same for another thing. */
    private ObjectNode queueFor(WebRequest request) {
        brain.send(jobs.queue(named(request.path()), last(request.path()), Control.json(request)));
        return jobOf(request.path());
    }

    private ObjectNode jobOf(String path) {
        return jobs.read(named(path), last(path)).orElseGet(Tree::object);
    }

    private static String named(String path) {
        Matcher matcher = JOB_OF.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(path + ": write /things/THING/jobs/JOB");
        }
        return matcher.group(1);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String name() {
        return "aws";
    }

    @Override
    public CloudServer server() {
        return server;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("aws.enable", "true");
        settings.put("aws.server", "localhost:" + server.port("mqtt"));
        settings.put("aws.thing_name", options.device());
        settings.put("aws.ca_cert", file("ca.pem").toString());
        settings.put("aws.cert", file("device.crt.pem").toString());
        settings.put("aws.key", file("device.key.pem").toString());
        return settings;
    }

    @Override
    public String about() {
        return "localhost:"
                + server.port("mqtt")
                + " for the thing "
                + options.device()
                + ", ALPN at port "
                + server.port(AwsBrain.ALPN_DOOR)
                + ". The account's interface is at https://localhost:"
                + server.port("api")
                + "; to make another gateway a thing: AWS_ACCESS_KEY_ID="
                + ACCESS_KEY
                + " AWS_SECRET_ACCESS_KEY="
                + SECRET_KEY
                + " ./ccm aws-iot-setup --aws-iot-region us-east-1 --aws-endpoint-url"
                + " https://localhost:"
                + server.port("api")
                + " --aws-ca-bundle "
                + file("ca.pem")
                + " --aws-ca-cert-file "
                + file("ca.pem");
    }

    /**
     * Refuses the next calls of the account's interface.
     *
     * @param call its method and the first word of its path, as {@code POST policies}
     * @param type the name of the error, as {@code ThrottlingException}
     */
    public void refuse(String call, int status, String type, int times) {
        server.set(() -> plane.refuse(call, status, type, times));
    }

    /** The document of a policy; empty when there is none. */
    public Optional<JsonNode> policy(String name) {
        return registry.policy(name);
    }

    /** True when there is a thing of that name. */
    public boolean has(String thing) {
        return registry.has(thing);
    }

    /** Revokes a certificate by its id. */
    public void revoke(String certificate) {
        registry.activate(certificate, false);
    }

    @Override
    public ObjectNode shadow() {
        return server.call(this::read);
    }

    private ObjectNode read() {
        JsonNode state =
                shadows.read(prefix).map(body -> body.path("state")).orElseGet(Tree::object);
        ObjectNode answer = Tree.object();
        for (String section : List.of("desired", "reported")) {
            answer.set(
                    section, state.path(section).isObject() ? state.path(section) : Tree.object());
        }
        return answer;
    }

    @Override
    public void desire(ObjectNode patch) {
        server.call(() -> want(patch));
    }

    private ObjectNode want(ObjectNode patch) {
        ObjectNode body = Tree.object();
        body.putObject("state").set("desired", patch);
        brain.send(shadows.ask(prefix, "update", Tree.bytes(body)));
        return read();
    }

    /** Deletes the shadow, as somebody in the cloud does. */
    public void deleteShadow() {
        server.call(this::forget);
    }

    private ObjectNode forget() {
        brain.send(shadows.ask(prefix, "delete", new byte[0]));
        return read();
    }

    /** So many of the next questions to shadow and jobs are rejected. */
    public void throttle(int questions) {
        server.set(
                () -> {
                    shadows.throttle(questions);
                    jobs.throttle(questions);
                });
    }

    /** So many of the next questions of those who claim are rejected. */
    public void throttleClaims(int questions) {
        server.set(() -> provisioning.throttle(questions));
    }

    /** Revokes the certificate of the claim, or takes that back. */
    public void revokeClaim(boolean revoked) throws IOException {
        registry.activate(Registry.id(identity("claim").certificate()), !revoked);
    }

    /** Queues a job for the thing. */
    public void queue(String jobId, JsonNode document) {
        server.call(() -> queueHere(jobId, document));
    }

    private ObjectNode queueHere(String jobId, JsonNode document) {
        brain.send(jobs.queue(options.device(), jobId, document));
        return readJob(jobId);
    }

    /** Cancels a job, by force if it is in progress. */
    public void cancel(String jobId) {
        server.call(() -> cancelHere(jobId));
    }

    private ObjectNode cancelHere(String jobId) {
        brain.send(jobs.cancel(options.device(), jobId));
        return readJob(jobId);
    }

    /** The last execution of a job, with its document; empty when there is none. */
    public ObjectNode job(String jobId) {
        return server.call(() -> readJob(jobId));
    }

    private ObjectNode readJob(String jobId) {
        return jobs.read(options.device(), jobId).orElseGet(Tree::object);
    }

    /** The policy of things from now on. */
    public void policy(JsonNode document) {
        registry.policy(THING_POLICY, document);
    }

    /** Revokes the thing's certificate, or takes that back; whoever is in stays until he goes. */
    public void revoke(boolean revoked) throws IOException {
        registry.activate(Registry.id(identity("device").certificate()), !revoked);
    }

    /** Makes another thing, with a certificate of its own. */
    public Credential thing(String name) {
        Credential made = server.authority().client(name);
        registry.thing(name);
        String id = registry.register(made.certificate(), true);
        registry.attachThing(name, id);
        registry.attachPolicy(THING_POLICY, id);
        return made;
    }

    /** Makes another thing, whose certificate is revoked. */
    public Credential revoked(String name) {
        Credential made = thing(name);
        registry.activate(Registry.id(made.certificate()), false);
        return made;
    }

    /** What a client of its folder shows: {@code device}, {@code claim}. */
    public Credential identity(String file) throws IOException {
        return Authority.read(file(file + ".crt.pem"), file(file + ".key.pem"));
    }

    /** Lets those in, at the door with ALPN, who say this token under that name. */
    public void authorizer(String name, String tokenKey, String token) {
        server.set(() -> brain.authorizer(new Authorizer(name, tokenKey, token, "")));
    }

    /** The address of the account's REST interface. */
    public String api() {
        return "https://localhost:" + server.port("api");
    }

    /** A file of its folder: {@code ca.pem}, {@code claim.crt.pem}, … */
    public Path file(String name) {
        return options.folder().resolve(name);
    }

    @Override
    public void close() {
        server.close();
    }
}
