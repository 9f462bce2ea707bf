package ccm.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever anybody does in whatever order: no locked path is changed, no secret is shown, and the
 * tree is the merge of its layers.
 */
@ExtendWith(Quiet.class)
class ConfigPropertyTest {
    private static final int CASES = 200_000;
    private static final String SECRET = "s3cr3t-";
    private static final String MASK = "\"********\"";
    private static final Map<String, String> NOBODY = Map.of();
    private static final Path MEMORY = Path.of("/dev/shm"); // files as well, and no disk to wear
    private static final List<String> ACLS =
            List.of(
                    "*",
                    "*",
                    "*",
                    "mqtt.*",
                    "-mqtt.server,*",
                    "-*.PASS,-conf_acl,*",
                    "",
                    "mqtt.k*,-mqtt.*,+*",
                    "mqtt.s?rver,conf_acl",
                    "wifi.*,!*");

    private final Random random = new Random(Long.getLong("ccm.seed", 42));
    private final TestContacts contacts = new TestContacts();
    private final Logger log = Logger.getLogger("ccm.core.config");
    private final List<String> alarms = new ArrayList<>();
    private final Handler listener =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    String text = entry.getMessage() + entry.getThrown();
                    if (text.contains(SECRET) || entry.getLevel() == Level.SEVERE) {
                        alarms.add(text);
                    }
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

    private Path folder;
    private Schema schema;
    private Keeper keeper;
    private ConfigModel model;
    private int secrets;

    @BeforeEach
    void open() throws IOException {
        Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of("target");
        folder = Files.createTempDirectory(parent, "ccm-config");
        schema = Sample.schema(Sample.BROKER, Sample.ROOT);
        Map<String, String> defaults = new TreeMap<>();
        schema.defaults().forEach((path, value) -> defaults.put(path, value.toString()));
        model = new ConfigModel(defaults);
        log.setUseParentHandlers(false);
        log.setLevel(Level.ALL);
        log.addHandler(listener);
        start();
    }

    @AfterEach
    void close() throws IOException {
        log.removeHandler(listener);
        log.setLevel(null);
        log.setUseParentHandlers(true);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }

    @Test
    void noLockedPathIsChangedNoSecretIsShownAndTheTreeIsTheMergeOfItsLayers() throws Exception {
        int done = 0;
        for (int i = 0; i < CASES; i++) {
            Map<String, String> before = Map.copyOf(model.inForce);
            Map<String, String> base = model.base();
            List<Map<String, String>> saved = savedLevels();
            List<String> locked = before.keySet().stream().filter(model::locked).toList();
            boolean closed = model.vendorsClosed();
            boolean channel = step();
            String where = "case " + i;
            assertTree(where);
            if (i % 10 == 0) {
                assertHistoryShowsNoSecret();
            }
            if (channel) {
                done++;
                List<Map<String, String>> savedNow = savedLevels();
                for (String path : locked) {
                    String now = model.inForce.get(path);
                    assertTrue( // as it was, or what was not saved has been taken back
                            now.equals(before.get(path))
                                    || now.equals(base.get(path))
                                    || now.equals(saved.get(9).get(path)),
                            where + ": " + path);
                    for (int level = 1; level <= 9; level++) {
                        assertEquals(
                                saved.get(level).get(path),
                                savedNow.get(level).get(path),
                                where + ": " + path + " of level " + level);
                    }
                }
                assertTrue(
                        !closed || saved.subList(0, 9).equals(savedNow.subList(0, 9)),
                        where + ": a vendor's layer");
            }
            assertTrue(alarms.isEmpty(), where + ": " + alarms);
            if (i % 1000 == 0) {
                assertNoFileShowsASecret();
            }
        }
        assertTrue(done > CASES / 2, "too few: " + done);
    }

    /** Does something, here and in the model; true when it came over a channel. */
    private boolean step() throws Exception {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> set(change());
            case 6, 7 -> setAndSave(change());
            case 8 -> expect(model.save(9, false), () -> keeper.save(9, false, "t", NOBODY));
            case 9 -> expect(model.save(9, true), () -> keeper.save(9, true, "t", NOBODY));
            case 10, 11, 12 -> setLevel(1 + random.nextInt(8), change());
            case 13 -> {
                int level = 1 + random.nextInt(8);
                expect(model.save(level, false), () -> keeper.save(level, false, "t", NOBODY));
            }
            case 14 -> console(change());
            case 15, 16 -> rollback();
            case 17 -> importUser();
            case 18 -> roundTrip();
            case 19 -> wrong();
            case 20 -> {
                keeper.factoryReset("t");
                Sample.finishReset(folder);
                model.factoryReset();
                start();
            }
            case 21, 22 -> {
                edit(1 + random.nextInt(9));
                return false;
            }
            default -> {
                model.restart();
                start();
                return false;
            }
        }
        keeper.judge(contacts, NOBODY);
        return true;
    }

    private void set(Map<String, String> change) {
        boolean allowed = model.set(change);
        expect(allowed, () -> keeper.set(json(change), NOBODY));
    }

    private void setAndSave(Map<String, String> change) {
        boolean allowed = model.setAndSave(change);
        expect(allowed, () -> keeper.setAndSave(json(change), false, "t", NOBODY));
    }

    private void setLevel(int level, Map<String, String> change) {
        boolean allowed = model.setLevel(level, change);
        expect(allowed, () -> keeper.setLevel(level, json(change)));
    }

    private void console(Map<String, String> change) {
        boolean allowed = model.setAndSaveAlone(change);
        expect(
                allowed,
                () ->
                        keeper.user(
                                "console",
                                "saved",
                                () -> keeper.settings().setAndSave(schema.check(json(change)))));
    }

    private void rollback() {
        int all = model.history.size();
        int n = 1 + random.nextInt(Math.max(1, all));
        boolean kept = all > 0 && n > all - History.KEPT;
        boolean allowed = kept && model.rollback(n);
        expect(allowed, () -> keeper.rollback(n, "t", NOBODY));
    }

    private void importUser() {
        Map<String, String> layer = change();
        Map<String, String> values = new TreeMap<>(model.level(8));
        values.putAll(layer);
        boolean allowed = model.replace(values);
        expect(
                allowed,
                () -> {
                    JsonNode document =
                            Sample.json("{'ccm_config':1,'config':" + json(layer) + "}");
                    keeper.importUser(Exported.read(document, ""), "t", NOBODY);
                });
        assertShowsNothing(keeper.export().shown().toString());
    }

    /** As the mos tool sends the whole tree back, masks and all. */
    private void roundTrip() {
        expect(true, () -> keeper.set(shown(keeper.settings().inForce()), NOBODY));
    }

    private void wrong() {
        String change =
                switch (random.nextInt(4)) {
                    case 0 -> "{'mqtt':{'keep_alive':70000,'server':'x'}}";
                    case 1 -> "{'mqtt':{'server':'x','pass':['" + SECRET + "']}}";
                    case 2 -> "{'mqtt':{'enable':false,'none':'" + SECRET + "'}}";
                    default -> "{'conf_acl':5}";
                };
        expect(false, () -> keeper.set(Sample.json(change), NOBODY));
        expect(false, () -> keeper.setAndSave(Sample.json(change), false, "t", NOBODY));
        expect(false, () -> keeper.setLevel(4, Sample.json(change)));
    }

    /** Somebody with a screwdriver; most of them lift the locks, or nothing would go on. */
    private void edit(int level) throws IOException {
        Map<String, String> layer = random.nextInt(3) == 0 ? change() : Map.of();
        layer.keySet().remove("mqtt.pass"); // in clear it would stay in the file for a while
        model.edit(level, layer);
        Files.writeString(folder.resolve("conf" + level + ".json"), json(layer).toString());
        model.restart();
        start();
    }

    private Map<String, String> change() {
        Map<String, String> change = new TreeMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> change.put("mqtt.server", "\"s" + random.nextInt(4) + '"');
                case 1 -> change.put("mqtt.keep_alive", "" + random.nextInt(4));
                case 2 -> change.put("mqtt.enable", "" + random.nextBoolean());
                case 3 -> change.put("mqtt.pass", secret());
                case 4 -> change.put("mqtt.ws.path", "\"/" + random.nextInt(4) + '"');
                default ->
                        change.put("conf_acl", '"' + ACLS.get(random.nextInt(ACLS.size())) + '"');
            }
        }
        return change;
    }

    private String secret() {
        return random.nextInt(4) == 0 ? "\"\"" : '"' + SECRET + secrets++ + '"';
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws ConfigException;
    }

    private void expect(boolean allowed, Attempt attempt) {
        try {
            attempt.make();
            assertTrue(allowed, "not refused");
        } catch (ConfigException e) {
            assertFalse(allowed, e.getMessage());
            assertShowsNothing(e.getMessage() + e.originalWords() + e);
        }
    }

    private void assertTree(String where) {
        JsonNode shown = shown(keeper.settings().inForce());
        assertEquals(masked(model.inForce), texts(shown), where);
        int level = random.nextInt(10);
        JsonNode layers = shown(keeper.settings().level(level));
        assertEquals(masked(model.level(level)), texts(layers), where + ", level " + level);
        assertShowsNothing(shown.toString() + layers);
    }

    private void assertHistoryShowsNoSecret() {
        for (History.Entry entry : keeper.history().entries()) {
            assertShowsNothing(keeper.shown(entry.layer()).toString());
        }
    }

    private List<Map<String, String>> savedLevels() {
        List<Map<String, String>> all = new ArrayList<>();
        for (int level = 0; level <= 9; level++) {
            all.add(model.level(level));
        }
        return all;
    }

    private JsonNode shown(Map<String, JsonNode> values) {
        Map<String, JsonNode> masked = new TreeMap<>();
        values.forEach(
                (path, value) -> masked.put(path, schema.settings().get(path).masked(value)));
        return Leaves.tree(masked);
    }

    private static Map<String, String> texts(JsonNode tree) {
        Map<String, String> texts = new TreeMap<>();
        Leaves.of((ObjectNode) tree).forEach((path, value) -> texts.put(path, value.toString()));
        return texts;
    }

    private static Map<String, String> masked(Map<String, String> values) {
        Map<String, String> masked = new TreeMap<>(values);
        masked.replaceAll((path, value) -> value.contains(SECRET) ? MASK : value);
        return masked;
    }

    private static JsonNode json(Map<String, String> leaves) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        leaves.forEach((path, text) -> nodes.put(path, Sample.json(text)));
        return Leaves.tree(nodes);
    }

    private void start() {
        Launched launched = new Launched(folder, new TreeMap<>(), new TreeMap<>());
        keeper = new Keeper(launched, (before, values) -> {}, System::nanoTime);
        keeper.settings().schema(schema);
        keeper.open(true);
        try {
            keeper.judge(contacts, NOBODY);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertShowsNothing(String text) {
        assertFalse(text.contains(SECRET), text);
    }

    private void assertNoFileShowsASecret() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertShowsNothing(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }
}
