package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Array;
import java.util.Optional;

/**
 * One setting as its bundle's metatype describes it.
 *
 * @param pid the PID whose component reads it
 * @param attribute its name among that component's properties
 * @param path its place in the tree
 * @param list true when it is a list of such values
 * @param secret true when nobody but the component may see it
 * @param fallback the value when nobody says anything
 */
record Setting(
        String pid,
        String attribute,
        String path,
        SettingType type,
        boolean list,
        boolean secret,
        JsonNode fallback,
        Limits limits) {
    private static final int SHOWN = 40;
    private static final String PIN = "_pin";

    /**
     * The normal form of a value, in which equal values are equal nodes.
     *
     * @throws ConfigException names the path, what was found and the rule it breaks
     */
    JsonNode check(JsonNode found) throws ConfigException {
        if (!list) {
            return one(found, found);
        }
        if (!found.isArray()) {
            throw refuse(found, "a list, each " + type.words(), "is not an array");
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : found) {
            all.add(one(element, found));
        }
        return all;
    }

    /** The value that a person means who cannot write types, on a command line for example. */
    JsonNode checkLoosely(JsonNode found) throws ConfigException {
        if (list && found.isTextual()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (String part : found.textValue().split(",")) {
                type.parsed(part).ifPresent(all::add);
            }
            return check(all);
        }
        boolean scalar = found.isValueNode() && !found.isNull();
        Optional<JsonNode> meant = scalar ? type.parsed(found.asText()) : Optional.empty();
        return check(meant.orElse(found));
    }

    /** The value as the component's property. */
    Object property(JsonNode normal) {
        if (!list) {
            return type.java(normal);
        }
        Object all = Array.newInstance(type.javaType(), normal.size());
        for (int i = 0; i < normal.size(); i++) {
            Array.set(all, i, type.java(normal.path(i)));
        }
        return all;
    }

    /** A secret shows nothing but whether it is set. */
    JsonNode masked(JsonNode normal) {
        return secret ? Secrets.mask(normal) : normal;
    }

    private JsonNode one(JsonNode element, JsonNode found) throws ConfigException {
        JsonNode normal = type.normal(pin(element)).orElse(null);
        if (normal == null) {
            throw refuse(
                    found,
                    list ? "a list, each " + type.words() : type.words(),
                    "is not " + type.originalWords());
        }
        String rule = limits.broken(normal).orElse("");
        if (!rule.isEmpty()) {
            throw refuse(found, rule, "is not allowed");
        }
        return normal;
    }

    /** Pins are texts here and were numbers in the original: those are taken, too. */
    private JsonNode pin(JsonNode element) {
        return type == SettingType.STRING && path.endsWith(PIN) && element.isIntegralNumber()
                ? TextNode.valueOf(element.asText())
                : element;
    }

    private ConfigException refuse(JsonNode found, String rule, String originalWords) {
        String why = "found " + shown(found) + ", must be " + rule;
        return new ConfigException(
                Kind.INVALID,
                path + ": " + why,
                "invalid config value: [" + path + "] " + originalWords + ": " + why);
    }

    private String shown(JsonNode found) {
        if (secret) {
            return Secrets.MASK;
        }
        if (found.isObject()) {
            return "an object";
        }
        String text = found.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
