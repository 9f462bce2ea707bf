package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.parts.x509.PemText;
import ccm.sim.cloud.aws.AwsEmulator;
import ccm.sim.cloud.azure.AzureEmulator;
import ccm.sim.cloud.gcp.GcpEmulator;
import ccm.sim.cloud.mdash.MdashEmulator;
import ccm.sim.cloud.server.Emulator;
import ccm.sim.cloud.server.EmulatorOptions;
import ccm.sim.cloud.server.Emulators;
import ccm.sim.cloud.watson.WatsonEmulator;
import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import ccm.testing.setup.AzProgram;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Types every command of docs/cloud-*.md as it stands there, with real values in it, at one gateway
 * with a host at its line; after each page the light is switched as docs/shadow.md tells it.
 */
public class CloudPagesPeersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS = 20;
    private static final String THING = "ccm-0001";

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, Emulator> clouds = new LinkedHashMap<>();
    private final Map<String, String> real = new LinkedHashMap<>(); // for what pages leave open
    private RawHost host;
    private SetupDesk desk;
    private Path work;

    @Before
    public void start() throws Exception {
        work = Files.createTempDirectory("ccm-cp");
        host = new RawHost();
        List<String> settings = new ArrayList<>();
        settings.add("host.rpc.uart.port=" + host.device());
        settings.add("gcp.state_interval=1");
        for (String name : List.of("aws", "azure", "gcp", "mdash", "watson")) {
            Path own = Files.createDirectories(folder.getRoot().toPath().resolve(name));
            Emulator cloud = Emulators.start(name, EmulatorOptions.in(own).device(THING));
            clouds.put(name, cloud);
            String section = name.equals("mdash") ? "dash" : name;
            cloud.settings().forEach((path, value) -> keep(settings, path, value));
            settings.add(section + ".reconnect_timeout_min=0.2");
            settings.add(section + ".reconnect_timeout_max=0.5");
        }
        desk = new SetupDesk(work, "full", settings);
        host.awaitGateway();
    }

    /** What leads to an emulator and not to the real cloud is there before anything is typed. */
    private static void keep(List<String> settings, String path, String value) {
        if (List.of("azure.server", "dash.server").contains(path) || path.endsWith("ca_cert")) {
            settings.add(path + "=" + value);
        }
    }

    @After
    public void stop() throws IOException {
        desk.close();
        host.close();
        clouds.values().forEach(Emulator::close);
    }

    @Test
    public void everyPageDoesWhatItSays() throws Exception {
        aws();
        azure();
        gcp();
        mdash();
        watson();
        mqtt();
    }

    private void aws() throws Exception {
        AwsEmulator cloud = (AwsEmulator) clouds.get("aws");
        Files.copy(cloud.file("device.crt.pem"), work.resolve("cert.pem"));
        Files.copy(cloud.file("device.key.pem"), work.resolve("key.pem"));
        real.put("PREFIX-ats.iot.REGION.amazonaws.com", "localhost:" + cloud.server().port("mqtt"));
        type("cloud-aws.md");
        light("cloud-aws.md", cloud, "aws");
    }

    private void azure() throws Exception {
        AzureEmulator cloud = (AzureEmulator) clouds.get("azure");
        desk.program("az", AzProgram.script(cloud.server().port("control")));
        String cs = cloud.connectionString(THING);
        real.put("HUB", "ccm-hub");
        real.put("'azure.cs=HostName=…;DeviceId=…;SharedAccessKey=…'", "azure.cs=" + cs);
        real.put("--azure-cs -", "--azure-cs " + cs);
        real.put("--azure-dps-id-scope SCOPE", "--azure-dps-id-scope " + AzureEmulator.SCOPE);
        real.put(
                "--azure-dps-group-key -",
                "--azure-dps-host localhost:"
                        + cloud.service().port()
                        + " --azure-dps-group-key "
                        + cloud.provisionedSettings().get("azure.dps.group_key"));
        type("cloud-azure.md");
        light("cloud-azure.md", cloud, "azure");
    }

    private void gcp() throws Exception {
        GcpEmulator cloud = (GcpEmulator) clouds.get("gcp");
        String server = "localhost:" + cloud.server().port("mqtt");
        real.put(
                "--gcp-service-account FILE",
                "--gcp-service-account "
                        + cloud.serviceAccount()
                        + " --gcp-server "
                        + server
                        + " --gcp-ca-file "
                        + cloud.serviceAccount().resolveSibling("ca.pem"));
        real.put("PROJECT", GcpEmulator.PROJECT);
        real.put("REGISTRY", GcpEmulator.REGISTRY);
        real.put("gcp.device=DEVICE", "gcp.server=" + server + " gcp.device=" + THING);
        type("cloud-gcp.md");
        String open = Files.readString(work.resolve("gcp.pub.pem"));
        cloud.add(
                KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(PemText.content(open))));
        desk.call("Config.Set", "{\"config\":{\"gcp\":{\"enable\":false}}}"); // and anew, at once
        desk.call("Config.Set", "{\"config\":{\"gcp\":{\"enable\":true}}}");
        light("cloud-gcp.md", cloud, "gcp");
    }

    private void mdash() throws Exception {
        MdashEmulator cloud = (MdashEmulator) clouds.get("mdash");
        real.put("ACCESS_TOKEN", cloud.token());
        real.put("./ccm mdash-setup", "./ccm mdash-setup " + cloud.token());
        type("cloud-mdash.md");
        ready("dash");
        Matcher rules =
                Pattern.compile("`(\\[\\{\"method\".*?}])`")
                        .matcher(Files.readString(TypedPage.page("cloud-mdash.md")));
        assertTrue(rules.find());
        ObjectNode change = JSON.createObjectNode();
        change.putObject("config").putObject("rpc").put("acl", rules.group(1));
        assertTrue(desk.call("Config.Set", change.toString()).has("result"));
        eventually(() -> assertTrue(called(cloud), called(cloud).contains("ccm-setup-0001")));
        light("cloud-mdash.md", cloud, "dash");
    }

    /** What a user of mDash is answered. */
    private static String called(MdashEmulator cloud) throws Exception {
        return cloud.call("Sys.GetInfo", JSON.createObjectNode())
                .get(SECONDS, TimeUnit.SECONDS)
                .toString();
    }

    private void watson() throws Exception {
        WatsonEmulator cloud = (WatsonEmulator) clouds.get("watson");
        Path own = folder.getRoot().toPath().resolve("watson");
        for (String each : List.of("ca.pem", "device.crt.pem", "device.key.pem")) {
            Files.copy(own.resolve(each), work.resolve(each));
        }
        real.put(
                "a-ORG-xxxxxxxxxx",
                WatsonEmulator.API_KEY
                        + " --watson-ca-file "
                        + work.resolve("ca.pem")
                        + " --watson-api-auth-token="
                        + cloud.apiToken());
        real.put("ORG.messaging.iot.EXAMPLE.com:443", "localhost:" + cloud.server().port("mqtt"));
        real.put("d:ORG:TYPE:DEVICE", cloud.clientId());
        real.put("watson.token=TOKEN", "watson.token=" + cloud.token());
        type("cloud-watson.md");
        light("cloud-watson.md", cloud, "watson");
    }

    /** Who types these has a broker with a login and an authority of his own. */
    private void mqtt() throws Exception {
        try (Certificates certificates = new Certificates();
                Mosquitto broker = broker(certificates.server())) {
            Files.copy(certificates.authority(), work.resolve("own-ca.pem"));
            String more = " -p " + broker.port() + " --cafile own-ca.pem -u NAME -P PASSWORD";
            run("./ccm put own-ca.pem");
            List<String> lines = new ArrayList<>(new TypedPage("cloud-mqtt.md").commands());
            lines.removeIf(line -> line.contains("Cloud.Status"));
            assertEquals(lines.toString(), 3, lines.size());
            lines.replaceAll(
                    line ->
                            line.replace("HOST:8883", broker.address())
                                    .replace(
                                            "mqtt.ssl_ca_cert=ca.pem",
                                            "mqtt.ssl_ca_cert=own-ca.pem")
                                    .replace("-h HOST", "-h " + broker.host() + more)
                                    .replace("DEVICE", "ccm-setup-0001"));
            run(lines.get(0));
            ready("mqtt");
            List<TypedPage.Frame> frames = new TypedPage("shadow.md").frames();
            host.send(frames.get(0).json());
            String watch = lines.get(1) + " -W 5 -C 1";
            eventually(() -> assertTrue(run(watch).contains("\"on\":false")));
            int mark = host.mark();
            run(lines.get(2));
            told(mark, frames.get(1).json());
            host.send(frames.get(2).json());
            eventually(() -> assertTrue(run(watch).contains("\"on\":true")));
        }
    }

    private static Mosquitto broker(Certificates.Pair own) {
        return Mosquitto.configured()
                .tls(own.certificate(), own.key())
                .login("NAME", "PASSWORD")
                .start();
    }

    /** Types all of a page, and waits after each change until the cloud is reached. */
    private void type(String page) throws Exception {
        int typed = 0;
        for (String line : new TypedPage(page).commands()) {
            if (elsewhere(line)) {
                continue;
            }
            String words = line;
            for (Map.Entry<String, String> each : real.entrySet()) {
                words = words.replace(each.getKey(), each.getValue());
            }
            if (line.contains("azure")) { // one way at a time, as the page has them in a table
                desk.call("Config.Set", "{\"config\":{\"azure\":{\"dps\":{\"id_scope\":\"\"}}}}");
            }
            run(words);
            typed++;
        }
        assertTrue(page, typed >= 3);
        real.clear();
    }

    /** Gateways and emulators of their own are started so; the suite does that in other tests. */
    private static boolean elsewhere(String line) {
        List<String> words = TypedPage.words(line);
        String last = words.get(words.size() - 1);
        return switch (words.get(1)) {
            case "run" -> {
                assertTrue(
                        line,
                        Files.exists(CcmCommand.CHECKOUT.resolve("cnf/sku/" + last + ".bndrun")));
                yield true;
            }
            case "sim", "demo" -> {
                Emulators.find(last);
                yield true;
            }
            default -> line.startsWith("./ccm ota") || line.startsWith("curl ");
        };
    }

    /** The light of the page: reported off, wanted on, switched on. */
    private void light(String page, Emulator cloud, String section) throws Exception {
        ready(section);
        List<TypedPage.Frame> frames = new TypedPage(page).frames();
        if (frames.isEmpty()) {
            frames = new TypedPage("shadow.md").frames();
        }
        assertEquals(3, frames.size());
        cloud.desire((ObjectNode) JSON.readTree("{\"on\":null}"));
        for (TypedPage.Frame frame : frames) {
            if (frame.byHost()) {
                host.send(frame.json());
                JsonNode on = JSON.readTree(frame.json()).at("/params/on");
                eventually(() -> assertEquals(page, on, cloud.shadow().at("/reported/on")));
            } else {
                int mark = host.mark();
                cloud.desire((ObjectNode) JSON.readTree(frame.json()).path("params"));
                told(mark, frame.json());
            }
        }
        desk.call("Config.Set", "{\"config\":{\"" + section + "\":{\"enable\":false}}}");
    }

    private void told(int mark, String frame) throws IOException {
        JsonNode wanted = JSON.readTree(frame);
        eventually(
                () ->
                        assertTrue(
                                host.lines().toString(),
                                host.lines().stream()
                                        .skip(mark)
                                        .anyMatch(
                                                line ->
                                                        line.contains(
                                                                        wanted.path("method")
                                                                                .asText())
                                                                && line.contains(
                                                                        wanted.path("params")
                                                                                .toString()))));
    }

    private void ready(String section) {
        eventually(
                () -> {
                    JsonNode clouds = desk.call("Cloud.Status", "").at("/result/clouds");
                    for (JsonNode each : clouds) {
                        if (each.path("name").asText().equals(section)) {
                            assertEquals(clouds.toString(), "READY", each.path("phase").asText());
                            return;
                        }
                    }
                    throw new AssertionError(section + " is not in " + clouds);
                });
    }

    /** Types one line; returns what it said. */
    private String run(String line) throws Exception {
        List<String> words = new ArrayList<>(TypedPage.words(line));
        if (words.get(0).equals("./ccm") && !words.get(1).equals("aws-iot-setup")) {
            if (words.get(1).equals("put")) {
                words.set(2, work.resolve(words.get(2)).toString());
            }
            SetupDesk.Typed typed =
                    desk.type(words.subList(1, words.size()).toArray(String[]::new));
            assertEquals(line + ": " + typed.all(), 0, typed.status());
            return typed.all();
        }
        return words.get(0).equals("./ccm") ? awsSetup(words) : program(words);
    }

    private String awsSetup(List<String> words) throws Exception {
        AwsEmulator cloud = (AwsEmulator) clouds.get("aws");
        Map<String, String> login = new HashMap<>();
        login.put("AWS_ACCESS_KEY_ID", AwsEmulator.ACCESS_KEY);
        login.put("AWS_SECRET_ACCESS_KEY", AwsEmulator.SECRET_KEY);
        login.put("AWS_CONFIG_FILE", "/nowhere");
        login.put("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
        login.put("AWS_EC2_METADATA_DISABLED", "true");
        login.put("AWS_ENDPOINT_URL_IOT", cloud.api());
        login.put("AWS_CA_BUNDLE", cloud.file("ca.pem").toString());
        List<String> all = new ArrayList<>(words.subList(1, words.size()));
        all.addAll(List.of("--data", work.resolve("data").toString()));
        CcmCommand.Result result = new CcmCommand().run(login, all.toArray(String[]::new));
        assertEquals(words + ": " + result.err(), 0, result.status());
        return result.out();
    }

    private String program(List<String> words) throws Exception {
        Path said = folder.newFile().toPath();
        Process process =
                new ProcessBuilder(words)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(words + ": did not end");
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertEquals(words + ": " + text, 0, process.exitValue());
        return text;
    }
}
