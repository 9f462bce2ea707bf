package ccm.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading metatype documents. */
@ExtendWith(Quiet.class)
class MetatypeDocumentTest {
    @Test
    void readsTypesDefaultsAndSecrets() throws IOException {
        Map<String, JsonNode> defaults = Sample.schema().defaults();
        assertEquals(
                "{mqtt.enable=false, mqtt.keep_alive=60, mqtt.max_bytes=4294967296, mqtt.max_qos=1,"
                        + " mqtt.pass=\"\", mqtt.ratio=0.1, mqtt.reconnect_timeout_min=2.0,"
                        + " mqtt.server=\"\", mqtt.topics=[\"a,b\",\"c\"], mqtt.ws.path=\"/mqtt\"}",
                defaults.toString());
        assertEquals(
                "[mqtt.pass]",
                Sample.schema().settings().values().stream()
                        .filter(Setting::secret)
                        .map(Setting::path)
                        .collect(Collectors.toList())
                        .toString());
    }

    @Test
    void aSettingWithoutDefaultIsUnsetAndNeverNull() throws IOException {
        String document = Sample.number("ccm.a", "n").replace(" default=\"7\"", "");
        assertEquals("{a.n=0}", Sample.schema(document).defaults().toString());
    }

    @Test
    void factoriesAndForeignPidsAreNoPartOfTheTree() throws IOException {
        String factory = Sample.number("ccm.a", "n").replace("pid=", "factoryPid='ccm.a' pid=");
        String foreign = Sample.number("org.apache.felix.http", "n");
        assertTrue(Sample.schema(factory, foreign).settings().isEmpty());
    }

    @Test
    void aTypeThatTheTreeDoesNotHaveIsSaidAndLeftOut() throws IOException {
        Quiet.expectErrors();
        String document = Sample.number("ccm.a", "n").replace("Integer", "Biginteger");
        assertTrue(Sample.schema(document).settings().isEmpty());
        assertEquals(1, Quiet.errors().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<MetaData",
                "<MetaData><OCD></MetaData>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><MetaData>&b;</MetaData>"
            })
    void whatIsNoDocumentIsAnError(String text) {
        assertThrows(IOException.class, () -> Sample.schema(text));
    }
}
