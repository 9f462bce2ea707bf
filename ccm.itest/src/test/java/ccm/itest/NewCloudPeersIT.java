package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Certificates;
import ccm.testing.Mosquitto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The cloud of docs/new-cloud.md, as somebody makes it who reads that page: a folder and a line
 * more, and it carries what a host says, in a gateway that knew nothing of it.
 */
public class NewCloudPeersIT {
    private static final Path PAGE = CcmCommand.CHECKOUT.resolve("docs/new-cloud.md");
    private static final String FOLDER = "ccm.cloud.example";
    private static final String LINE = "    <module>" + FOLDER + "</module>\n";
    private static final String LAST_MODULE = "    <module>cnf/sku</module>\n";
    private static final String DEVICE = "seventh-1";
    private static final String KEY = "its-key";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    private int calls = 1;

    @Test
    public void aFolderAndALineMakeACloud() throws Exception {
        Path jar = build();
        try (Certificates authority = new Certificates();
                Mosquitto broker = broker(authority);
                RawHost host = new RawHost();
                InProcessGateway gateway = gateway(host)) {
            host.awaitGateway();
            Bundle bundle = install(gateway, jar);
            set(gateway, "\"server\":\"localhost:" + broker.port() + "\"");
            set(gateway, "\"ca_cert\":\"" + authority.authority() + "\"");
            set(gateway, "\"enable\":true,\"key\":\"wrong\"");
            eventually(() -> assertStatus(gateway, "is example.key that of the device " + DEVICE));
            set(gateway, "\"key\":\"" + KEY + "\"");
            eventually(() -> assertStatus(gateway, "\"phase\":\"READY\""));

            Path events = folder.newFile().toPath();
            Process watcher =
                    client(
                            events,
                            "mosquitto_sub",
                            broker,
                            authority,
                            "-W",
                            "60",
                            "-v",
                            "-t",
                            "devices/#");
            eventually(() -> assertTrue(broker.log().contains("SUBACK to watcher")));
            assertTrue(publish(host, "t1", "one").has("result"));
            String refused = publish(host, "$t", "two").toString();
            assertTrue(refused, refused.contains("is the cloud's own"));
            await(events, "one");
            bundle.uninstall();
            assertTrue(publish(host, "t1", "three").has("result")); // kept for it
            install(gateway, jar);
            await(events, "one", "three");
            watcher.destroy();
            assertTellsTheHost(broker, authority, host);
        }
    }

    private static Bundle install(InProcessGateway gateway, Path jar) throws BundleException {
        Bundle bundle = gateway.context().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    private static void await(Path events, String... messages) {
        String expected =
                Stream.of(messages)
                        .map(message -> "devices/" + DEVICE + "/events/t1 " + message + "\n")
                        .collect(Collectors.joining());
        eventually(() -> assertEquals(expected, Files.readString(events)));
    }

    private void assertTellsTheHost(Mosquitto broker, Certificates authority, RawHost host)
            throws Exception {
        String topic = "devices/" + DEVICE + "/commands/set/light";
        host.call("1", "MQTT.Sub", "{\"topic\":\"set/#\",\"qos\":1}");
        Path out = folder.newFile().toPath();
        Process said =
                client(out, "mosquitto_pub", broker, authority, "-q", "1", "-t", topic, "-m", "on");
        assertEquals(0, said.waitFor());
        host.awaitLine(
                "{\"method\":\"MQTT.Message\",\"params\":{\"topic\":\"set/light\",\"message\":\"on\"}}"
                        ::equals);
    }

    private static Process client(
            Path out, String program, Mosquitto broker, Certificates authority, String... words)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program, "-h", "localhost", "-i", "watcher"));
        command.addAll(List.of("-p", "" + broker.port(), "--cafile"));
        command.addAll(List.of(authority.authority().toString(), "-u", DEVICE, "-P", KEY));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    private JsonNode publish(RawHost host, String topic, String message) throws IOException {
        String params = "{\"topic\":\"" + topic + "\",\"message\":\"" + message + "\",\"qos\":1}";
        return host.call("" + ++calls, "MQTT.Pub", params);
    }

    private static void set(InProcessGateway gateway, String members) throws IOException {
        JsonNode answer =
                gateway.local().call("Config.Set", "{\"config\":{\"example\":{" + members + "}}}");
        assertTrue(answer.toString(), answer.has("result"));
    }

    private static void assertStatus(InProcessGateway gateway, String part) throws IOException {
        String status = gateway.local().call("Cloud.Status", "").toString();
        assertTrue(status, status.contains(part));
    }

    /** What the page says, in a copy of these sources. */
    private Path build() throws Exception {
        SourceTree sources = new SourceTree(CcmCommand.CHECKOUT);
        SourceTree copy = sources.copy(folder.newFolder("copy").toPath());
        Template page = Template.of(PAGE);
        page.write(copy.root());
        Path modules = copy.root().resolve("pom.xml");
        assertTrue(Files.readString(PAGE).contains("\n```xml\n" + LINE + "```\n"));
        Files.writeString(
                modules, Files.readString(modules).replace(LAST_MODULE, LINE + LAST_MODULE));

        Set<String> added = new TreeSet<>(page.files().keySet());
        added.forEach(file -> assertTrue(file, file.startsWith(FOLDER + "/")));
        added.add("pom.xml");
        assertEquals(added, sources.differences(copy));
        maven(copy.root(), "-pl", FOLDER, "-am", "-Dmaven.test.skip=true", "package");
        return copy.root().resolve(FOLDER + "/target/" + FOLDER + "-1.0.0-SNAPSHOT.jar");
    }

    private void maven(Path root, String... words) throws IOException, InterruptedException {
        Path log = folder.newFile().toPath();
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-o"));
        command.add("-Dmaven.repo.local=" + System.getProperty("localRepository"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(Files.readString(log), ended && process.exitValue() == 0);
    }

    private static Mosquitto broker(Certificates authority) {
        Certificates.Pair own = authority.server();
        return Mosquitto.configured()
                .tls(own.certificate(), own.key())
                .login(DEVICE, KEY)
                .option("log_type", "all")
                .start();
    }

    private InProcessGateway gateway(RawHost host) throws Exception {
        return new InProcessGateway(
                "mqtt",
                folder.newFolder().toPath(),
                "{\"device\":{\"id\":\""
                        + DEVICE
                        + "\"},\"host\":{\"rpc\":{\"uart\":{\"port\":\""
                        + host.device()
                        + "\"}}}}");
    }
}
