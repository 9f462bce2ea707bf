package ccm.cloud;

import ccm.parts.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where the engine keeps its own small files: the folder {@code cloud} of the data folder. */
@Component(service = Folder.class)
public final class Folder {
    private final Path path;

    @Activate
    public Folder(BundleContext context) {
        this(Path.of(String.valueOf(context.getProperty("ccm.data"))));
    }

    Folder(Path data) {
        this.path = data.resolve("cloud");
    }

    AtomicFile file(String name) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be made. Is the disk writable?", e);
        }
        return new AtomicFile(path.resolve(name));
    }
}
