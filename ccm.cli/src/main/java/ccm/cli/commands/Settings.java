package ccm.cli.commands;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a gateway, which knows the type of every setting.
 *
 * @param tree the whole of it
 */
public record Settings(Json tree) {
    private static final String DOT = "\\.";

    /** The value at a path, or the tree below it. */
    public Json at(String path) throws FailedException {
        Json value = tree;
        for (String name : path.split(DOT)) {
            Json here = value;
            value = value.at(name).orElseThrow(() -> unknown(path, name, here));
        }
        return value;
    }

    /** True when there is something at a path. */
    public boolean has(String path) {
        try {
            at(path);
            return true;
        } catch (FailedException e) {
            return false;
        }
    }

    /** Adds a setting to a tree of changes, with the type that it has now. */
    public void change(Json.Obj changes, String path, String text) throws FailedException {
        Json value = typed(path, at(path), text);
        Json.Obj node = changes;
        String[] names = path.split(DOT);
        for (int i = 0; i < names.length - 1; i++) {
            node = (Json.Obj) node.members().computeIfAbsent(names[i], name -> new Json.Obj());
        }
        node.put(names[names.length - 1], value);
    }

    private static Json typed(String path, Json present, String text) throws FailedException {
        if (present instanceof Json.Text) {
            return new Json.Text(text);
        }
        if (present instanceof Json.Obj object) {
            throw new FailedException(
                    path + ": a section. Name a setting in it: " + names(object, path, ""));
        }
        boolean isArray = present instanceof Json.Arr;
        Json value = parsed(text, path, isArray ? "a JSON array" : "a value of its type");
        if (isArray ? !(value instanceof Json.Arr) : !sameKind(present, value)) {
            throw new FailedException(
                    path + "=" + text + ": must be " + kind(present) + ", like " + present.plain());
        }
        return value;
    }

    private static Json parsed(String text, String path, String wanted) throws FailedException {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new FailedException(path + "=" + text + ": not " + wanted, e);
        }
    }

    private static boolean sameKind(Json present, Json value) {
        return value instanceof Json.Literal && kind(present).equals(kind(value));
    }

    private static String kind(Json value) {
        return switch (value.compact()) {
            case "true", "false" -> "true or false";
            case "null" -> "null";
            default -> value instanceof Json.Arr ? "a JSON array" : "a number";
        };
    }

    private static FailedException unknown(String path, String name, Json here) {
        int end = path.indexOf(name);
        String there =
                here instanceof Json.Obj object
                        ? "There is: " + names(object, path.substring(0, Math.max(0, end)), name)
                        : "It is a single value";
        return new FailedException(path + ": no such setting. " + there);
    }

    /** Those that look like what was typed, or all when none does. */
    private static String names(Json.Obj object, String prefix, String like) {
        String start = prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".";
        String wanted = like.toLowerCase(Locale.ROOT);
        List<String> all = object.members().keySet().stream().toList();
        List<String> close =
                all.stream()
                        .filter(name -> !wanted.isEmpty())
                        .filter(name -> name.contains(wanted) || wanted.contains(name))
                        .toList();
        return (close.isEmpty() ? all : close)
                .stream()
                        .map(name -> start + name + (isSection(object.members(), name) ? ".*" : ""))
                        .collect(Collectors.joining(", "));
    }

    private static boolean isSection(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Obj;
    }
}
