package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A user's layer on its way from one gateway to another.
 *
 * @param shown its settings by their paths, secrets masked
 * @param secrets its secrets by their paths, in clear; empty when they do not travel
 */
record Exported(SortedMap<String, JsonNode> shown, SortedMap<String, JsonNode> secrets) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FORMAT = 1;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_LEAVES = 5_000;

    /** Hides the secrets. */
    @Override
    public String toString() {
        return "Exported" + shown.keySet();
    }

    /** What these values look like. */
    static Exported of(Schema schema, Map<String, JsonNode> values) {
        SortedMap<String, JsonNode> shown = new TreeMap<>();
        SortedMap<String, JsonNode> secrets = new TreeMap<>();
        values.forEach(
                (path, value) -> {
                    Setting setting = schema.settings().get(path);
                    shown.put(path, setting.masked(value));
                    if (setting.secret() && !value.asText().isEmpty()) {
                        secrets.put(path, value);
                    }
                });
        return new Exported(shown, secrets);
    }

    /**
     * The document.
     *
     * @param passphrase seals the secrets; empty to leave them behind
     */
    ObjectNode document(String passphrase) throws ConfigException {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("ccm_config", FORMAT);
        document.set("config", Leaves.tree(shown));
        if (!passphrase.isEmpty()) {
            try {
                byte[] content = JSON.writeValueAsBytes(Leaves.tree(secrets));
                document.set("secrets", PassphraseSeal.seal(passphrase, content));
            } catch (IOException e) {
                throw new IllegalStateException("a tree that is no JSON", e);
            }
        }
        return document;
    }

    /**
     * What a document says.
     *
     * @param passphrase opens the secrets; empty when there is none
     * @throws ConfigException it is no such document, too large, or does not open
     */
    static Exported read(JsonNode document, String passphrase) throws ConfigException {
        if (document.path("ccm_config").asInt() != FORMAT
                || !(document.path("config") instanceof ObjectNode config)) {
            throw new ConfigException(
                    Kind.INVALID,
                    "export: no answer of Config.Export: ccm_config must be "
                            + FORMAT
                            + " and config an object");
        }
        bounded("config", config);
        SortedMap<String, JsonNode> secrets = new TreeMap<>();
        if (document.path("secrets").isObject()) {
            if (passphrase.isEmpty()) {
                throw new ConfigException(
                        Kind.INVALID,
                        "passphrase: missing, and there are sealed secrets. Give it, or leave"
                                + " secrets out");
            }
            secrets = secrets(PassphraseSeal.open(passphrase, document.path("secrets")));
        }
        return new Exported(Leaves.of(config), secrets);
    }

    /** All of it, secrets in clear where they came along. */
    ObjectNode tree() {
        SortedMap<String, JsonNode> all = new TreeMap<>(shown);
        all.putAll(secrets);
        return Leaves.tree(all);
    }

    /** The secrets that did not come along. */
    List<String> masked() {
        List<String> masked = new ArrayList<>();
        shown.forEach(
                (path, value) -> {
                    if (Secrets.isMask(value) && !secrets.containsKey(path)) {
                        masked.add(path);
                    }
                });
        return masked;
    }

    private static SortedMap<String, JsonNode> secrets(byte[] content) throws ConfigException {
        try {
            if (JSON.readTree(content) instanceof ObjectNode tree) {
                bounded("secrets", tree);
                return Leaves.of(tree);
            }
        } catch (IOException e) {
            throw new ConfigException(Kind.INVALID, "secrets: what was sealed is not JSON");
        }
        throw new ConfigException(Kind.INVALID, "secrets: what was sealed is no object");
    }

    private static void bounded(String what, JsonNode tree) throws ConfigException {
        try {
            Bounds.check(tree, MAX_DEPTH, MAX_LEAVES);
        } catch (IOException e) {
            throw new ConfigException(Kind.INVALID, what + ": " + e.getMessage());
        }
    }
}
