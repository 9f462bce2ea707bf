package ccm.provision.ble.bluez;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that have paired while we let them, the oldest first: one address a line. BlueZ keeps
 * the bonds; a factory reset gives this list another name, and then they have to go there, too.
 * Used by one thread.
 */
public final class Bonds {
    private static final String NAME = "ble";
    private static final Pattern UNDONE = Pattern.compile(NAME + "\\.[0-9]+");
    private static final Pattern ADDRESS = Pattern.compile("([0-9A-F]{2}:){5}[0-9A-F]{2}");
    private static final Logger LOG = LoggerFactory.getLogger(Bonds.class);

    private final Path folder;
    private final int limit;

    /**
     * Makes it.
     *
     * @param folder where what a factory reset takes back is noted
     * @param limit how many may stay; negative for any number
     */
    public Bonds(Path folder, int limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * Notes one that has paired.
     *
     * @return those that have to go for it
     */
    List<String> add(String address) {
        List<String> all = read(folder.resolve(NAME));
        all.remove(address);
        all.add(address);
        int tooMany = limit < 0 ? 0 : Math.max(0, all.size() - limit);
        List<String> going = List.copyOf(all.subList(0, tooMany));
        write(all.subList(tooMany, all.size()));
        return going;
    }

    /** Those of the time before a factory reset. */
    List<String> undone() {
        List<String> all = new ArrayList<>();
        lists().forEach(list -> all.addAll(read(list)));
        return all;
    }

    /** They are gone. */
    void forgetUndone() {
        for (Path list : lists()) {
            try {
                Files.delete(list);
            } catch (IOException e) {
                LOG.warn("{}: cannot be removed: {}", list, e.getMessage());
            }
        }
    }

    private List<Path> lists() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> UNDONE.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            LOG.warn("{}: cannot be read: {}", folder, e.getMessage());
            return List.of();
        }
    }

    private static List<String> read(Path file) {
        List<String> all = new ArrayList<>();
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                lines.filter(line -> ADDRESS.matcher(line).matches()).forEach(all::add);
            } catch (IOException e) {
                LOG.warn("{}: cannot be read: {}", file, e.getMessage());
            }
        }
        return all;
    }

    private void write(List<String> all) {
        Path file = folder.resolve(NAME);
        Path aside = folder.resolve(NAME + ".new");
        try {
            Files.createDirectories(folder);
            Files.write(
                    aside,
                    all,
                    StandardCharsets.ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            Files.move(
                    aside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot be written: {}. A factory reset will not know these devices.",
                    file,
                    e.getMessage());
        }
    }
}
