package ccm.cli.json;

import java.util.Iterator;
import java.util.Map;

/** Writes JSON values as text. */
public final class JsonText {
    private final String indent;
    private final String escaped;
    private final StringBuilder text = new StringBuilder();

    /**
     * Makes one.
     *
     * @param indent one level of indentation; empty for one line without spaces
     */
    public JsonText(String indent) {
        this(indent, "");
    }

    /**
     * Makes one that escapes more than it must.
     *
     * @param escaped characters to be written as {@code \}{@code uXXXX} too
     */
    public JsonText(String indent, String escaped) {
        this.indent = indent;
        this.escaped = escaped;
    }

    /** Writes one value. */
    public String of(Json value) {
        text.setLength(0);
        write(value, 0);
        return text.toString();
    }

    private void write(Json value, int depth) {
        if (value instanceof Json.Obj object) {
            object(object, depth);
        } else if (value instanceof Json.Arr array) {
            array(array, depth);
        } else if (value instanceof Json.Text string) {
            quote(string.value());
        } else if (value instanceof Json.Literal literal) {
            text.append(literal.text());
        }
    }

    private void object(Json.Obj object, int depth) {
        if (object.members().isEmpty()) {
            text.append("{}");
            return;
        }
        text.append('{');
        Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, Json> member = members.next();
            line(depth + 1);
            quote(member.getKey());
            text.append(indent.isEmpty() ? ":" : ": ");
            write(member.getValue(), depth + 1);
            text.append(members.hasNext() ? "," : "");
        }
        line(depth);
        text.append('}');
    }

    private void array(Json.Arr array, int depth) {
        if (array.items().isEmpty()) {
            text.append("[]");
            return;
        }
        text.append('[');
        Iterator<Json> items = array.items().iterator();
        while (items.hasNext()) {
            line(depth + 1);
            write(items.next(), depth + 1);
            text.append(items.hasNext() ? "," : "");
        }
        line(depth);
        text.append(']');
    }

    private void line(int depth) {
        if (!indent.isEmpty()) {
            text.append('\n').append(indent.repeat(depth));
        }
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char next = string.charAt(i);
            switch (next) {
                case '"', '\\' -> text.append('\\').append(next);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (next < ' ' || escaped.indexOf(next) >= 0) {
                        text.append(String.format("\\u%04x", (int) next));
                    } else {
                        text.append(next);
                    }
                }
            }
        }
        text.append('"');
    }
}
