package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * What methods say of themselves is true: every one has a schema, examples keep to it, real answers
 * too, and docs/rpc.md says the same.
 */
public class RpcDocsIT {
    /** Methods whose example can be called for real: they change nothing, or only our files. */
    private static final String SAFE =
            ".*\\.(List|ListExt|Status|GetInfo|Info|Ping|Describe|Schema|History|Read)"
                    + "|Config\\.Get|FS\\.Put|FS\\.Get|FS\\.Rename|FS\\.Remove";

    private static final Path PAGE = Path.of("../docs/rpc.md");
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();
    private static GatewayProcess gateway;
    private static LocalClient client;
    private static JsonNode methods;

    @BeforeClass
    public static void start() throws IOException {
        Path data = FOLDER.newFolder("d").toPath();
        gateway = new GatewayProcess("full", data, "console.enable=false", "http.enable=false");
        gateway.start();
        client = new LocalClient(data.resolve("ccm.sock"));
        eventually(RpcDocsIT::read);
    }

    @AfterClass
    public static void stop() throws Exception {
        gateway.close();
    }

    /** Those of the clouds come a little later than the others. */
    private static void read() throws IOException {
        assertTrue(gateway.output(), gateway.output().contains("ready: "));
        methods = result("RPC.Schema", "").path("methods");
        assertTrue(methods.toString(), methods.has("MQTT.Pub") && methods.has("MQTT.Sub"));
    }

    @Test
    public void everyMethodThatCanBeCalledIsDescribed() {
        Set<String> listed = new TreeSet<>();
        result("RPC.List", "").forEach(name -> listed.add(name.textValue()));
        Set<String> described = new TreeSet<>();
        methods.properties().stream()
                .filter(method -> method.getValue().has("result"))
                .filter(method -> !method.getValue().path("summary").asText().isBlank())
                .forEach(method -> described.add(method.getKey()));
        assertEquals(listed, described);
    }

    @Test
    public void everyMethodOfEveryProductHasASchema() throws IOException {
        List<String> without = new ArrayList<>();
        for (String sku : Sku.names()) {
            for (Path jar : Sku.jars(sku)) {
                undescribed(jar, without);
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    public void everySchemaIsOne() {
        JsonSchema meta =
                SCHEMAS.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> method : methods.properties()) {
            for (String member : List.of("params", "result")) {
                JsonNode schema = method.getValue().path(member);
                if (!schema.isMissingNode()) {
                    check(method.getKey() + " " + member, meta, schema, wrong);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void everyExampleKeepsToItsSchema() {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> method : methods.properties()) {
            JsonNode told = method.getValue();
            if (told.has("params") && told.has("example")) {
                JsonSchema params = SCHEMAS.getSchema(told.path("params"));
                check(method.getKey() + " example", params, told.path("example"), wrong);
            } else if (told.has("example")) {
                wrong.add(method.getKey() + " has an example of params it does not take");
            }
            JsonSchema result = SCHEMAS.getSchema(told.path("result"));
            check(method.getKey() + " answer", result, told.path("answer"), wrong);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void realAnswersKeepToTheirSchemas() {
        result("FS.Put", "{\"filename\":\"ca.pem\",\"data\":\"aGVsbG8sIGhlbGxvLCBoZWxsbwo=\"}");
        result("FS.Put", "{\"filename\":\"note.txt\",\"data\":\"aGVsbG8K\"}");
        List<String> wrong = new ArrayList<>();
        int called = 0;
        for (Map.Entry<String, JsonNode> method : methods.properties()) {
            if (method.getKey().matches(SAFE)) {
                JsonNode told = method.getValue();
                String params = told.has("example") ? told.path("example").toString() : "";
                JsonNode answer = answer(method.getKey(), params);
                JsonSchema result = SCHEMAS.getSchema(told.path("result"));
                check(method.getKey(), result, answer.path("result"), wrong);
                called++;
                if (method.getKey().equals("FS.Remove")) { // the next one needs it again
                    result("FS.Put", "{\"filename\":\"note.txt\",\"data\":\"aGVsbG8K\"}");
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("only " + called + " were called", called > 15);
    }

    @Test
    public void theDocumentationSaysTheSame() throws IOException {
        String page = RpcPage.of(methods);
        if (Boolean.getBoolean("ccm.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                "write docs/rpc.md anew with -Dccm.docs.write=true", Files.readString(PAGE), page);
    }

    private static void check(String what, JsonSchema schema, JsonNode value, List<String> wrong) {
        if (value.isMissingNode()) {
            wrong.add(what + ": missing");
            return;
        }
        schema.validate(value).forEach(error -> wrong.add(what + ": " + error.getMessage()));
    }

    /** Components that are not started yet count, too: their descriptions lie in the jars. */
    private static void undescribed(Path jar, List<String> without) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (!entry.getName().startsWith("OSGI-INF/ccm.")) {
                    continue;
                }
                byte[] bytes = file.getInputStream(entry).readAllBytes();
                String component = new String(bytes, StandardCharsets.UTF_8);
                if (component.contains("\"ccm.rpc.name\"")
                        && !component.contains("\"ccm.rpc.result\"")) {
                    without.add(jar.getFileName() + " " + entry.getName());
                }
            }
        }
    }

    private static JsonNode result(String method, String params) {
        JsonNode answer = answer(method, params);
        assertTrue(method + ": " + answer, answer.has("result"));
        return answer.path("result");
    }

    private static JsonNode answer(String method, String params) {
        try {
            return client.call(method, params);
        } catch (IOException e) {
            throw new AssertionError(method, e);
        }
    }
}
