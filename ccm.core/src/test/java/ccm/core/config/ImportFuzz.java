package ccm.core.config;

import ccm.api.config.ConfigException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Documents of any bytes, brought by {@code Config.Import} and {@code Config.Set} or found as the
 * file of a layer: each is taken or refused, and what is taken keeps to the schema.
 */
public final class ImportFuzz {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = schema();

    private ImportFuzz() {}

    public static void fuzzerTestOneInput(byte[] document) {
        try {
            LayerFile.parse(new String(document, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LayerFile.reason(e); // what the log says of it
        }
        try {
            JsonNode tree = JSON.readTree(document);
            if (tree == null) {
                return;
            }
            checked(tree);
            Exported exported = Exported.read(tree, "a long passphrase");
            exported.masked();
            checked(exported.tree());
        } catch (IOException | ConfigException e) {
            if (String.valueOf(e.getMessage()).isEmpty()) {
                throw new IllegalStateException("refused without a reason", e);
            }
        }
    }

    private static void checked(JsonNode tree) throws ConfigException {
        for (Map.Entry<String, JsonNode> value : SCHEMA.check(tree).entrySet()) {
            Setting setting = SCHEMA.setting(value.getKey()).orElseThrow();
            if (!setting.check(value.getValue()).equals(value.getValue())) {
                throw new IllegalStateException(value.getKey() + ": not in its normal form");
            }
        }
    }

    private static Schema schema() {
        try {
            return Sample.schema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
