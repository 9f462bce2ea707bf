package ccm.launcher;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of the command line, {@code PATH=VALUE}, as one JSON object. Every value is a JSON
 * string: only the configuration tree knows whether {@code mqtt.pass=12345} is a number.
 */
final class CommandLineSettings {
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+|conf_acl"); // alone at the root

    private final Map<String, Object> tree = new TreeMap<>();

    /** Adds one; a later value of the same path wins. */
    void put(String setting) throws UsageException {
        int equals = setting.indexOf('=');
        if (equals < 0 || !PATH.matcher(setting.substring(0, equals)).matches()) {
            throw new UsageException(
                    "--set "
                            + setting
                            + ": not PATH=VALUE. Write it like --set mqtt.server=127.0.0.1:1883");
        }
        String[] path = setting.substring(0, equals).split("\\.");
        Map<String, Object> at = tree;
        for (int i = 0; i < path.length - 1; i++) {
            at = child(at, path[i], setting);
        }
        if (at.put(path[path.length - 1], setting.substring(equals + 1)) instanceof Map) {
            throw clash(setting);
        }
    }

    /** The JSON text, {@code {}} when there are none. */
    String json() {
        StringBuilder out = new StringBuilder();
        object(out, tree);
        return out.toString();
    }

    /** Hides the values: some are secrets. */
    @Override
    public String toString() {
        return "CommandLineSettings" + tree.keySet();
    }

    @SuppressWarnings("unchecked") // the tree holds strings and maps of this very kind
    private static Map<String, Object> child(Map<String, Object> at, String name, String setting)
            throws UsageException {
        Object child = at.computeIfAbsent(name, absent -> new TreeMap<String, Object>());
        if (child instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw clash(setting);
    }

    private static UsageException clash(String setting) {
        return new UsageException(
                "--set " + setting + ": another --set gives a value above or below it. Drop one");
    }

    private static void object(StringBuilder out, Map<?, ?> members) {
        String separator = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            out.append(separator);
            text(out, (String) member.getKey());
            out.append(':');
            if (member.getValue() instanceof Map<?, ?> below) {
                object(out, below);
            } else {
                text(out, (String) member.getValue());
            }
            separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
