package ccm.files;

import ccm.api.config.ConfigTree;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by the settings that a file must not be read by anybody: one names it as a secret's. */
final class SecretNames {
    /** The last part of such a setting's path: {@code ssl_key}, {@code auth_file}, … */
    private static final Pattern SETTING =
            Pattern.compile("(?:.*_)?(?:key|keys|key_file|auth_file|keystore|password_file)");

    private static final Pattern PUBLIC = Pattern.compile("(?:.*_)?public_key");

    private final ConfigTree tree;

    SecretNames(ConfigTree tree) {
        this.tree = tree;
    }

    /** The path of the setting that names the file; empty when there is none. */
    Optional<String> settingFor(FileName name) {
        return search("", tree.masked(), name.text());
    }

    private static Optional<String> search(String path, JsonNode node, String name) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String key = member.getKey();
            JsonNode value = member.getValue();
            String whole = path.isEmpty() ? key : path + "." + key;
            Optional<String> found =
                    value.isObject()
                            ? search(whole, value, name)
                            : Optional.of(whole).filter(any -> names(key, value, name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean names(String key, JsonNode value, String name) {
        String text = value.asText();
        return SETTING.matcher(key).matches()
                && !PUBLIC.matcher(key).matches()
                && text.substring(text.lastIndexOf('/') + 1).equals(name);
    }
}
