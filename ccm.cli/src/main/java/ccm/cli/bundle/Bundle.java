package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.json.JsonText;
import ccm.cli.line.FailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A firmware bundle in the making: a manifest and the files of its parts. */
final class Bundle {
    private static final List<String> HEAD =
            List.of("name", "platform", "description", "version", "build_id", "build_timestamp");
    private static final int LONGEST_NAME = 49; // devices refuse longer ones
    private static final String ESCAPED = "<>&"; // as the original writes them

    private final TreeMap<String, Json> attributes = new TreeMap<>();
    private final List<Part> parts = new ArrayList<>();

    /** Sets a member of the manifest beside its parts. */
    void set(String name, Json value) {
        attributes.put(name, value);
    }

    void unset(String name) {
        attributes.remove(name);
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    void add(Part part) throws FailedException {
        if (parts.stream().anyMatch(other -> other.name().equals(part.name()))) {
            throw new FailedException(part.name() + ": there are two parts of this name");
        }
        parts.add(part);
    }

    /**
     * Takes a part of the input out, before new ones are added; false when there is none of that
     * name.
     */
    boolean removeInherited(String name) {
        return parts.removeIf(part -> part.name().equals(name));
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** The bytes of {@code manifest.json}. */
    byte[] manifest() throws FailedException {
        return new JsonText(" ", ESCAPED).of(document()).getBytes(UTF_8);
    }

    /** The manifest as a value. */
    Json document() throws FailedException {
        TreeMap<String, Json> rest = new TreeMap<>(attributes);
        Json.Obj document = new Json.Obj();
        for (String name : HEAD) {
            Json value = rest.remove(name);
            if (value != null && !value.plain().isEmpty()) {
                document.put(name, value);
            }
        }
        Map<String, Json> sorted = new TreeMap<>();
        for (Part part : parts) {
            sorted.put(part.name(), part.manifest());
        }
        document.put("parts", new Json.Obj(sorted));
        rest.forEach(document::put);
        return document;
    }

    /** Refuses what devices would refuse, or what an archive cannot hold. */
    void check() throws FailedException {
        if (parts.isEmpty()) {
            throw new FailedException("no parts. Type one like " + PartSpec.EXAMPLE);
        }
        Set<String> files = new HashSet<>(Set.of("manifest.json"));
        for (Part part : parts) {
            checkLength("part", part.name());
            if (part.hasFile()) {
                checkLength("file", part.file());
                if (!files.add(part.file())) {
                    throw new FailedException(
                            part.name()
                                    + ": another part has a file "
                                    + part.file()
                                    + " as well. Rename one: an archive is flat");
                }
            }
        }
    }

    private static void checkLength(String what, String name) throws FailedException {
        int length = name.getBytes(UTF_8).length;
        if (length > LONGEST_NAME) {
            throw new FailedException(
                    "%s %s: %d bytes long; devices take names of up to %d"
                            .formatted(what, name, length, LONGEST_NAME));
        }
    }
}
