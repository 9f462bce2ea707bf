package ccm.sim.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the members of a frame as the library does: raw text, never converted, the first of two
 * with one name, and blind to what follows the closing brace.
 */
final class JsonScan {
    private static final int DEPTH = 20;

    private final String text;
    private final Map<String, String> members = new LinkedHashMap<>();
    private int at;

    private JsonScan(String text) {
        this.text = text;
    }

    /**
     * Scans one line.
     *
     * @param forgiving members before a defect count; otherwise a defect leaves none
     */
    static JsonScan of(String line, boolean forgiving) {
        JsonScan scan = new JsonScan(line);
        if (!scan.value(0) && !forgiving) {
            scan.members.clear();
        }
        return scan;
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    /** The raw text of a member, quotes included. */
    Optional<String> raw(String member) {
        return Optional.ofNullable(members.get(member));
    }

    /** What stands between the quotes of a member that is a string. */
    Optional<String> string(String member) {
        return raw(member)
                .filter(value -> value.startsWith("\""))
                .map(value -> value.substring(1, value.length() - 1));
    }

    private boolean value(int depth) {
        blanks();
        if (at >= text.length()) {
            return false;
        }
        char first = text.charAt(at);
        return switch (first) {
            case '{' -> depth < DEPTH && object(depth);
            case '[' -> depth < DEPTH && array(depth);
            case '"' -> string();
            default -> word("true") || word("false") || word("null") || number(first);
        };
    }

    private boolean object(int depth) {
        at++;
        if (closes('}')) {
            return true;
        }
        do {
            if (!member(depth)) {
                return false;
            }
        } while (closes(','));
        return closes('}');
    }

    private boolean member(int depth) {
        blanks();
        int name = at;
        if (at >= text.length() || text.charAt(at) != '"' || !string()) {
            return false;
        }
        String key = text.substring(name + 1, at - 1);
        if (!closes(':')) {
            return false;
        }
        blanks();
        int start = at;
        if (!value(depth + 1)) {
            return false;
        }
        if (depth == 0) {
            members.putIfAbsent(key, text.substring(start, at));
        }
        return true;
    }

    private boolean array(int depth) {
        at++;
        if (closes(']')) {
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (closes(','));
        return closes(']');
    }

    private boolean string() {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return true;
            }
            if (c == 0) {
                return false;
            }
            if (c == '\\' && i + 1 < text.length() && "\"\\".indexOf(text.charAt(i + 1)) >= 0) {
                i++;
            }
        }
        return false;
    }

    private boolean number(char first) {
        if (first != '-' && !Character.isDigit(first)) {
            return false;
        }
        while (at < text.length() && "0123456789+-.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return true;
    }

    private boolean word(String word) {
        boolean here = text.startsWith(word, at);
        at += here ? word.length() : 0;
        return here;
    }

    private boolean closes(char mark) {
        blanks();
        boolean here = at < text.length() && text.charAt(at) == mark;
        at += here ? 1 : 0;
        return here;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
