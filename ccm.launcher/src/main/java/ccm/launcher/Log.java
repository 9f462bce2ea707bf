package ccm.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

/** Puts the settings of the log in force, which is that of the Java runtime. */
final class Log {
    private static final String FOLDER = "${log}";
    private static final String FILES = ", java.util.logging.FileHandler";

    private Log() {}

    /**
     * Logs into this folder from now on; to the terminal alone when the folder cannot be written.
     *
     * @param settings the product's settings, in which {@code ${log}} stands for the folder;
     *     without that file the Java runtime's own settings hold
     */
    static void into(Path folder, Path settings) throws LaunchException {
        if (!Files.exists(settings)) {
            return;
        }
        try {
            String text = Files.readString(settings, StandardCharsets.ISO_8859_1);
            String usable =
                    writable(folder)
                            ? text.replace(FOLDER, folder.toString())
                            : text.replace(FILES, "");
            LogManager.getLogManager()
                    .readConfiguration(
                            new ByteArrayInputStream(usable.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new LaunchException(settings + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static boolean writable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false; // the launcher says so of the whole data folder
        }
    }
}
