package ccm.shadow;

import ccm.parts.files.AtomicFile;
import ccm.parts.json.JsonFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where shadows are kept: the folder {@code shadow} of the data folder. */
final class ShadowFolder implements Kept.Shelf {
    private final Path path;

    ShadowFolder(Path data) {
        this.path = data.resolve("shadow");
    }

    @Override
    public Kept reported() {
        return file("reported");
    }

    @Override
    public Kept desired(String cloud) {
        return file("desired-" + cloud.replaceAll("[^A-Za-z0-9-]", "_"));
    }

    @Override
    public Kept ota() {
        return file("ota");
    }

    private Kept file(String name) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be made. Is the disk writable?", e);
        }
        JsonFile file = new JsonFile(new AtomicFile(path.resolve(name + ".json")));
        return new Kept() {
            @Override
            public JsonNode read() {
                return file.read();
            }

            @Override
            public void write(JsonNode content) throws IOException {
                file.write(content);
            }
        };
    }
}
