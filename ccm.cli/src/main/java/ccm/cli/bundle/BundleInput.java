package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a new bundle begins with: an older one, a manifest, what the build said of itself. */
final class BundleInput {
    private static final int LARGEST = 256 << 20;

    private final Bundle bundle;

    BundleInput(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Takes over all of another bundle, but not its signatures. */
    void archive(Path file) throws FailedException {
        try {
            archive(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be read (no such file?)", e);
        }
    }

    /** The same of the bytes of a file, which may be anything. */
    void archive(String file, byte[] bytes) throws FailedException {
        Map<String, byte[]> contents = contents(file, bytes);
        Json manifest = json(file, new String(content(file, contents, "manifest.json"), UTF_8));
        head(manifest);
        for (Map.Entry<String, Json> part : parts(file, manifest).entrySet()) {
            Map<String, Json> attributes = attributes(file, part);
            Json source = attributes.get("src");
            byte[] content = source == null ? new byte[0] : content(file, contents, source.plain());
            bundle.add(new Part(part.getKey(), attributes, content));
        }
    }

    /** Takes over a manifest; the files of its parts are read. */
    void manifest(Path file, PartFiles files) throws FailedException {
        String name = file.toString();
        Json manifest = json(name, text(file));
        head(manifest);
        for (Map.Entry<String, Json> part : parts(name, manifest).entrySet()) {
            for (Part made : files.read(part.getKey(), attributes(name, part))) {
                bundle.add(made);
            }
        }
    }

    /** Takes over version, build id and time of a build. */
    void build(Path file) throws FailedException {
        Json info = json(file.toString(), text(file));
        info.at("build_version").ifPresent(value -> bundle.set("version", value));
        info.at("version").ifPresent(value -> bundle.set("version", value));
        info.at("build_id").ifPresent(value -> bundle.set("build_id", value));
        info.at("build_timestamp").ifPresent(value -> bundle.set("build_timestamp", value));
    }

    private void head(Json manifest) {
        if (manifest instanceof Json.Obj object) {
            object.members().forEach(bundle::set);
        }
        bundle.unset("parts");
    }

    private static Map<String, Json> parts(String file, Json manifest) throws FailedException {
        if (manifest.at("parts").orElse(Json.NULL) instanceof Json.Obj parts) {
            return parts.members();
        }
        throw new FailedException(file + ": its manifest has no parts");
    }

    private static Map<String, Json> attributes(String file, Map.Entry<String, Json> part)
            throws FailedException {
        if (part.getValue() instanceof Json.Obj object) {
            return object.members();
        }
        throw new FailedException(file + ": part " + part.getKey() + ": not an object");
    }

    /** What an archive holds, by name; read as a device does, from front to back. */
    private static Map<String, byte[]> contents(String file, byte[] bytes) throws FailedException {
        Map<String, byte[]> contents = new HashMap<>();
        int room = LARGEST;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null) {
                byte[] content = zip.readNBytes(room + 1);
                if (content.length > room) {
                    throw new FailedException(file + ": more than " + LARGEST + " bytes in it");
                }
                room -= content.length;
                contents.put(entry.getName(), content);
                entry = zip.getNextEntry();
            }
            return contents;
        } catch (EOFException e) {
            throw new FailedException(file + ": cut off. Was it copied whole?", e);
        } catch (IOException | IllegalArgumentException e) { // the second: a name not in UTF-8
            throw new FailedException(file + ": not a bundle (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] content(String file, Map<String, byte[]> contents, String name)
            throws FailedException {
        byte[] content = contents.get(name);
        if (content == null) {
            throw new FailedException(file + ": no " + name + " in it. Is it a bundle?");
        }
        return content;
    }

    private static String text(Path file) throws FailedException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be read (no such file?)", e);
        }
    }

    private static Json json(String file, String text) throws FailedException {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new FailedException(
                    file + ": not JSON: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
    }
}
