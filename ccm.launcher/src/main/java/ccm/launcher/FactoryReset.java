package ccm.launcher;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes the data folder back to what the vendor made of it, before any bundle has opened anything
 * in it. A marker on disk is what decides, whoever has put it there: a power cut before it leaves
 * everything, and after it each start begins here until all is done. Every step can be done again.
 */
final class FactoryReset {
    /** Where the marker is. */
    static final String MARKER = "config/factory-reset";

    /** The folders whose content goes, but for what {@link Lasting} keeps; {@code config} last. */
    static final List<String> EMPTIED =
            List.of(
                    "outbox",
                    "cloud",
                    "aws",
                    "azure",
                    "watson",
                    "shadow",
                    "own",
                    "log",
                    "cache",
                    "native",
                    "files",
                    "identity",
                    "config");

    /** What stays as it is: {@code ota} tells what the host runs and is the way back to it. */
    static final Set<String> LEFT = Set.of("ota", "undo", "lock", "ccm.sock");

    private static final Pattern VENDORS =
            Pattern.compile("(conf[1-8]\\.json|device\\.key)(\\.bak)?|factory-reset");

    private final Path data;
    private final Disk disk;
    private final List<String> stuck = new ArrayList<>();

    FactoryReset(Path data, Disk disk) {
        this.data = data;
        this.disk = disk;
    }

    /** True when it was decided and is not finished. */
    boolean decided() {
        return Files.exists(data.resolve(MARKER));
    }

    /**
     * Does what was decided.
     *
     * @param told texts of the product and of the command line, which may name files as layers do
     * @return how it went, for people
     */
    String finish(List<String> told) {
        Path marker = data.resolve(MARKER);
        try {
            Lasting lasting = Lasting.of(data, told);
            takeBackElsewhere();
            for (String name : EMPTIED) {
                empty(data.resolve(name), lasting);
            }
            disk.delete(marker);
            disk.force(marker.getParent());
        } catch (IOException e) {
            return data
                    + ": cannot be reset ("
                    + cause(e)
                    + "). Tried again at the next start; is the folder ours to write?";
        }
        return data
                + ": reset to what the vendor made of it"
                + (stuck.isEmpty()
                        ? ""
                        : ", but these cannot be removed: "
                                + String.join(", ", stuck)
                                + ". Remove them by hand");
    }

    /**
     * What is outside of the folder, bonds of Bluetooth for one, its owner takes back: he finds his
     * list under another name.
     */
    private void takeBackElsewhere() throws IOException {
        Path undo = data.resolve("undo");
        for (Path list : children(undo)) {
            if (!list.getFileName().toString().contains(".")) {
                int number = 1;
                while (Files.exists(list.resolveSibling(list.getFileName() + "." + number))) {
                    number++;
                }
                disk.move(list, list.resolveSibling(list.getFileName() + "." + number));
                disk.force(undo);
            }
        }
    }

    /** Empties a folder; it stays itself, as it may be a mount or a link to another disk. */
    private void empty(Path folder, Lasting lasting) throws IOException {
        boolean changed = false;
        for (Path child : children(folder)) {
            if (stays(child, lasting)) {
                continue;
            }
            try {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    empty(child, lasting);
                    if (!children(child).isEmpty()) {
                        continue; // what is stuck in there was noted
                    }
                }
                disk.delete(child);
                changed = true;
            } catch (IOException e) {
                stuck.add(child + " (" + cause(e) + ")");
            }
        }
        if (changed) {
            disk.force(folder);
        }
    }

    private boolean stays(Path file, Lasting lasting) {
        return file.startsWith(data.resolve("config"))
                ? VENDORS.matcher(data.resolve("config").relativize(file).toString()).matches()
                : lasting.has(file);
    }

    private static Set<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return new TreeSet<>(all.toList());
        }
    }

    private static String cause(IOException e) {
        return e instanceof FileSystemException fault && fault.getReason() != null
                ? fault.getReason()
                : e.getClass().getSimpleName();
    }
}
