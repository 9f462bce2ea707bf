package ccm.core.config;

import static ccm.core.config.Sample.MQTT;
import static ccm.core.config.Sample.json;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.Configuration;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The tree in a real framework, with the real ConfigAdmin and SCR. */
@ExtendWith(Quiet.class)
class LayeredTreeTest {
    private static final String SECRET = "correct-horse";

    @TempDir Path data;
    private final Map<String, String> properties = new HashMap<>();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        Activations.seen().clear();
        gateway = new Gateway(data, properties);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void aComponentStartsOnceWithItsRealValues() throws Exception {
        write("conf9.json", "{'mqtt':{'server':'saved','pass':'" + SECRET + "'}}");
        gateway.installProbe().start();
        gateway.tree();
        assertActivated(1);
        Map<String, Object> seen = Activations.last();
        assertEquals("saved", seen.get("server"));
        assertEquals(SECRET, seen.get(".pass"));
        assertEquals(60, seen.get("keep_alive"));
        assertEquals(2.0, seen.get("reconnect_timeout_min"));
        assertEquals(4294967296L, seen.get("max_bytes"));
        assertEquals(0.1f, seen.get("ratio"));
        assertEquals(false, seen.get("enable"));
        assertArrayEquals(new String[] {"a,b", "c"}, (String[]) seen.get("topics"));
    }

    @Test
    void aBundleThatComesLaterIsTakenInAndOneThatGoesTakesItsSectionAway() throws Exception {
        gateway.tree();
        assertTrue(gateway.tree().masked().isEmpty());
        Bundle probe = gateway.installProbe();
        eventually(
                () -> assertEquals(60, gateway.tree().masked().at("/mqtt/keep_alive").intValue()));
        probe.start();
        assertActivated(1);
        set("{'mqtt':{'keep_alive':5}}");
        gateway.tree().save(9, false, "test");
        assertActivated(2);
        probe.stop(); // being swapped: its section stays
        assertEquals(5, gateway.tree().masked().at("/mqtt/keep_alive").intValue());
        probe.uninstall();
        eventually(() -> assertTrue(gateway.tree().masked().isEmpty()));
        eventually(
                () ->
                        assertEquals(
                                null,
                                gateway.admin().listConfigurations("(service.pid=ccm.mqtt)")));
        gateway.installProbe().start();
        assertActivated(3);
        assertEquals(5, Activations.last().get("keep_alive"));
    }

    @Test
    void anUpdatedBundleBringsItsNewSettings() throws Exception {
        Bundle probe = gateway.installProbe();
        probe.start();
        set("{'mqtt':{'server':'x'}}");
        probe.update(Gateway.probe(Sample.BROKER.replace("keep_alive", "keep_quiet")));
        eventually(
                () -> assertEquals(60, gateway.tree().masked().at("/mqtt/keep_quiet").intValue()));
        assertTrue(gateway.tree().masked().at("/mqtt/keep_alive").isMissingNode());
        eventually(() -> assertEquals(60, Activations.last().get("keep_quiet")));
        assertEquals("x", Activations.last().get("server"));
    }

    @Test
    void equalValuesRestartNothing() throws Exception {
        gateway.installProbe().start();
        ObjectNode whole = gateway.tree().masked();
        assertActivated(1);
        set("{'mqtt':{'pass':'" + SECRET + "'}}");
        assertActivated(2);
        gateway.tree().set(gateway.tree().masked()); // the round trip of the mos tool, mask and all
        gateway.tree().save(9, false, "test");
        gateway.tree().save(9, true, "test");
        gateway.tree().setLevel(3, json("{'mqtt':{'server':'later'}}"));
        set("{'mqtt':{'keep_alive':60.0}}");
        set("{'mqtt':{'server':'marker'}}");
        eventually(() -> assertEquals("marker", Activations.last().get("server")));
        assertActivated(3);
        assertEquals(SECRET, Activations.last().get(".pass"));
        assertEquals("", whole.at("/mqtt/pass").textValue());
        assertEquals("********", gateway.tree().masked().at("/mqtt/pass").textValue());
        assertEquals("********", gateway.tree().masked(9).at("/mqtt/pass").textValue());
        assertEquals("", gateway.tree().masked(8).at("/mqtt/pass").textValue());
    }

    @Test
    void aRefusedChangeChangesNothing() throws Exception {
        gateway.installProbe().start();
        ObjectNode before = gateway.tree().masked();
        assertThrows(
                ConfigException.class,
                () -> set("{'mqtt':{'keep_alive':5,'server':'x','max_qos':9}}"));
        assertEquals(before, gateway.tree().masked());
        assertActivated(1);
    }

    @Test
    void aSwapOfTheTreeRestartsNothingAndForgetsNothing() throws Exception {
        properties.put("ccm.config.set", "{\"mqtt\":{\"max_qos\":0}}");
        restart();
        gateway.installProbe().start();
        gateway.tree();
        assertActivated(1);
        set("{'mqtt':{'keep_alive':5,'pass':'" + SECRET + "','ratio':0.3}}");
        gateway.tree().setLevel(2, json("{'mqtt':{'server':'later'}}"));
        write(
                "conf9.json.try",
                "{'mqtt':{'server':'tried'}}"); // for the next start, not for a swap
        ObjectNode before = gateway.tree().masked();
        assertActivated(2);
        for (int i = 0; i < 3; i++) {
            assertEquals(before, gateway.swapTree().masked());
        }
        set("{'mqtt':{'keep_alive':6}}");
        eventually(() -> assertEquals(6, Activations.last().get("keep_alive")));
        assertActivated(3);
        assertEquals(SECRET, Activations.last().get(".pass"));
        assertTrue(Files.exists(data.resolve("config/conf9.json.try")));
        gateway.tree().save(9, false, "test");
        assertEquals("later", gateway.tree().masked(9).at("/mqtt/server").textValue());
        Files.delete(data.resolve("config/conf9.json.try"));
        restart();
        gateway.installProbe();
        assertEquals("later", gateway.tree().masked().at("/mqtt/server").textValue());
        assertEquals(6, gateway.tree().masked().at("/mqtt/keep_alive").intValue());
    }

    @Test
    void whatTheConsoleChangesLasts() throws Exception {
        gateway.installProbe().start();
        gateway.tree();
        assertActivated(1);
        set("{'mqtt':{'server':'unsaved'}}");
        Configuration console = gateway.admin().getConfiguration(MQTT, null);
        Dictionary<String, Object> form = console.getProperties();
        form.put("keep_alive", 5);
        form.put(".pass", SECRET);
        console.update(form);
        eventually(() -> assertEquals(5, saved().at("/mqtt/keep_alive").intValue()));
        assertTrue(saved().at("/mqtt/pass").textValue().startsWith("sealed:1:"));
        assertTrue(saved().at("/mqtt/server").isMissingNode());
        eventually(
                () -> assertEquals(5, gateway.tree().masked().at("/mqtt/keep_alive").intValue()));
        assertEquals("unsaved", gateway.tree().masked().at("/mqtt/server").textValue());
    }

    @Test
    void whatTheConsoleMayNotSayIsPutBack() throws Exception {
        gateway.installProbe().start();
        gateway.tree();
        assertActivated(1);
        Configuration console = gateway.admin().getConfiguration(MQTT, null);
        Dictionary<String, Object> form = console.getProperties();
        form.put("keep_alive", -5);
        form.put("server", "x");
        console.update(form);
        eventually(
                () ->
                        assertEquals(
                                60,
                                gateway.admin()
                                        .getConfiguration(MQTT, null)
                                        .getProperties()
                                        .get("keep_alive")));
        assertEquals("", gateway.tree().masked().at("/mqtt/server").textValue());
        eventually(() -> assertEquals(60, Activations.last().get("keep_alive")));
    }

    @Test
    void whatTheConsoleDeletesGoesBackToItsDefaults() throws Exception {
        gateway.installProbe().start();
        set("{'mqtt':{'keep_alive':5}}");
        gateway.tree().save(9, false, "test");
        eventually(() -> assertEquals(5, Activations.last().get("keep_alive")));
        gateway.admin().getConfiguration(MQTT, null).delete();
        eventually(() -> assertEquals(60, Activations.last().get("keep_alive")));
        eventually(
                () ->
                        assertEquals(
                                "{ }", Files.readString(data.resolve("config/conf9.json")).trim()));
    }

    @Test
    void aSecretIsNowhereToBeSeen() throws Exception {
        StringBuilder log = new StringBuilder();
        Handler listener = listener(log);
        Logger.getLogger("").addHandler(listener);
        Logger.getLogger("ccm").setLevel(Level.ALL);
        try {
            gateway.installProbe().start();
            set("{'mqtt':{'pass':'" + SECRET + "'}}");
            gateway.tree().save(9, false, "test");
            gateway.tree().save(9, true, "test");
            gateway.tree().save(3, false, "test");
            gateway.swapTree();
            assertThrows(ConfigException.class, () -> set("{'mqtt':{'pass':['" + SECRET + "']}}"));
            Configuration console = gateway.admin().getConfiguration(MQTT, null);
            Dictionary<String, Object> form = console.getProperties();
            form.put(".pass", new String[] {SECRET});
            console.update(form);
            eventually(() -> assertTrue(log.toString().contains("put back: mqtt.pass: found ***")));
            assertFalse(gateway.tree().masked().toString().contains(SECRET));
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
        assertFalse(log.toString().contains(SECRET));
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains(SECRET), file.toString());
            }
        }
    }

    @Test
    void aConfigAdminThatWritesToDiskIsAnError() throws Exception {
        Quiet.expectErrors();
        properties.put("felix.cm.pm", "");
        restart();
        gateway.tree();
        assertTrue(Quiet.errors().get(0).contains("felix.cm.pm"));
    }

    @Test
    void theSchemaIsWhatTheMetatypeServiceSays() throws Exception {
        Bundle probe = gateway.installProbe();
        probe.start();
        MetaTypeService service =
                gateway.context()
                        .getService(gateway.context().getServiceReference(MetaTypeService.class));
        ObjectClassDefinition broker =
                service.getMetaTypeInformation(probe).getObjectClassDefinition(MQTT, null);
        Schema schema = Sample.schema();
        for (AttributeDefinition said : broker.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            Setting setting = schema.setting(Section.path(MQTT, said.getID())).orElseThrow();
            String[] fallback = said.getDefaultValue();
            assertEquals(
                    fallback.length == 0 || fallback[0].isEmpty(),
                    setting.fallback().asText().isEmpty() && !setting.list(),
                    said.getID());
            assertEquals(said.getType() == AttributeDefinition.PASSWORD, setting.secret());
            assertEquals(said.getCardinality() != 0, setting.list());
            assertEquals(
                    said.getOptionValues() == null ? 0 : said.getOptionValues().length,
                    setting.limits().options().size());
        }
        assertEquals(
                broker.getAttributeDefinitions(ObjectClassDefinition.ALL).length,
                schema.settings().size());
    }

    private void restart() throws Exception {
        stop();
        Activations.seen().clear();
        try (Stream<Path> cache = Files.walk(data.resolve("cache"))) {
            cache.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        }
        gateway = new Gateway(data, properties);
    }

    private void set(String change) throws ConfigException {
        gateway.tree().set(json(change));
    }

    private JsonNode saved() throws IOException {
        return json(Files.readString(data.resolve("config/conf9.json")));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(data.resolve("config"));
        Files.writeString(data.resolve("config").resolve(name), text.replace('\'', '"'));
    }

    /** So often, and no more after ConfigAdmin has told all it had to tell. */
    private void assertActivated(int times) throws Exception {
        eventually(() -> assertEquals(times, Activations.seen().size()));
    }

    private static Handler listener(StringBuilder log) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                log.append(entry.getMessage()).append(entry.getThrown()).append('\n');
            }

            @Override
            public void flush() {
                // nothing is buffered
            }

            @Override
            public void close() {
                // holds nothing open
            }
        };
    }
}
