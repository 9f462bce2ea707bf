package ccm.core.config;

import static ccm.core.config.Sample.json;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list of access rules that would stop everybody is refused where it is set. */
@ExtendWith(Quiet.class)
class AccessSettingsTest {
    private static final String RPC =
            """
            <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="rpc" name="rpc">
                <AD id="acl" type="String" default=""/>
                <AD id="acl_file" type="String" default=""/>
              </OCD>
              <Designate pid="ccm.rpc"><Object ocdref="rpc"/></Designate>
            </MetaData>
            """;

    @TempDir Path data;
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(data.resolve("files"));
        Files.writeString(data.resolve("files/list.json"), "[{\"method\":\"*\",\"acl\":\"*\"}]");
        Files.writeString(data.resolve("files/bad.json"), "[{\"method\":\"*\"}]");
        gateway = new Gateway(data, Map.of());
        gateway.context().installBundle("rpc", Gateway.probe(RPC)).start();
        gateway.tree();
        eventually(() -> assertTrue(gateway.tree().masked().has("rpc")));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "{\"rpc\":{\"acl\":\"nonsense\"}}; rpc.acl: not JSON at line 1 column 1",
                "{\"rpc\":{\"acl\":\"[{}]\"}}; rpc.acl: entry 1: method or acl is missing",
                "{\"rpc\":{\"acl\":\"@none.json\"}}; none.json: no such file",
                "{\"rpc\":{\"acl_file\":\"bad.json\"}}; bad.json: entry 1: method or acl is missing",
                "{\"rpc\":{\"acl\":\"[]\",\"acl_file\":\"list.json\"}};"
                        + " rpc.acl and rpc.acl_file are both set"
            })
    void refusesAListThatNobodyCanUse(String change, String reason) {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> gateway.tree().set(json(change)));
        assertEquals(ConfigException.Kind.INVALID, refused.kind());
        assertTrue(refused.getMessage().endsWith(reason), refused.getMessage());
        assertEquals("", gateway.tree().masked().at("/rpc/acl").asText());
    }

    @Test
    void takesAListOfAFile() throws ConfigException {
        gateway.tree().set(json("{\"rpc\":{\"acl\":\"@list.json\"}}"));
        assertEquals("@list.json", gateway.tree().masked().at("/rpc/acl").asText());
        ConfigException refused =
                assertThrows(
                        ConfigException.class,
                        () -> gateway.tree().set(json("{\"rpc\":{\"acl_file\":\"list.json\"}}")));
        assertEquals("rpc.acl and rpc.acl_file are both set", refused.getMessage());
    }
}
