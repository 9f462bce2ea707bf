package ccm.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.json.Json;
import ccm.cli.line.FailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a new bundle begins with: an older one, a manifest, what the build said of itself. */
final class BundleInput {
    private static final int LARGEST = 256 << 20;

    private final Bundle bundle;

    BundleInput(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Takes over all of another bundle, but not its signatures. */
    void archive(Path file) throws FailedException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Json manifest = json(file, new String(content(zip, "manifest.json"), UTF_8));
            head(manifest);
            for (Map.Entry<String, Json> part : parts(file, manifest).entrySet()) {
                Map<String, Json> attributes = attributes(file, part);
                Json source = attributes.get("src");
                byte[] content = source == null ? new byte[0] : content(zip, source.plain());
                bundle.add(new Part(part.getKey(), attributes, content));
            }
        } catch (ZipException e) {
            throw new FailedException(file + ": not a bundle (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Takes over a manifest; the files of its parts are read. */
    void manifest(Path file, PartFiles files) throws FailedException {
        Json manifest = json(file, text(file));
        head(manifest);
        for (Map.Entry<String, Json> part : parts(file, manifest).entrySet()) {
            for (Part made : files.read(part.getKey(), attributes(file, part))) {
                bundle.add(made);
            }
        }
    }

    /** Takes over version, build id and time of a build. */
    void build(Path file) throws FailedException {
        Json info = json(file, text(file));
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

    private static Map<String, Json> parts(Path file, Json manifest) throws FailedException {
        if (manifest.at("parts").orElse(Json.NULL) instanceof Json.Obj parts) {
            return parts.members();
        }
        throw new FailedException(file + ": its manifest has no parts");
    }

    private static Map<String, Json> attributes(Path file, Map.Entry<String, Json> part)
            throws FailedException {
        if (part.getValue() instanceof Json.Obj object) {
            return object.members();
        }
        throw new FailedException(file + ": part " + part.getKey() + ": not an object");
    }

    private static byte[] content(ZipFile zip, String name) throws IOException, FailedException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FailedException(zip.getName() + ": no " + name + " in it. Is it a bundle?");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new FailedException(
                        zip.getName() + ": " + name + " has more than " + LARGEST + " bytes");
            }
            return content;
        }
    }

    private static String text(Path file) throws FailedException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new FailedException(file + ": cannot be read (no such file?)", e);
        }
    }

    private static Json json(Path file, String text) throws FailedException {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new FailedException(
                    file + ": not JSON: " + e.getMessage().lines().findFirst().orElse(""), e);
        }
    }
}
