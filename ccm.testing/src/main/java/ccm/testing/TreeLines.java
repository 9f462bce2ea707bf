package ccm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A JSON tree as sorted lines {@code a.b = value}, to compare with a list that people can read. */
public final class TreeLines {
    private TreeLines() {}

    /** One line a leaf; lists and empty objects are leaves. */
    public static List<String> of(JsonNode tree) {
        List<String> lines = new ArrayList<>();
        add(lines, "", tree);
        Collections.sort(lines);
        return lines;
    }

    private static void add(List<String> lines, String path, JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            lines.add(path + " = " + node);
            return;
        }
        node.properties()
                .forEach(
                        member ->
                                add(
                                        lines,
                                        path.isEmpty()
                                                ? member.getKey()
                                                : path + "." + member.getKey(),
                                        member.getValue()));
    }
}
