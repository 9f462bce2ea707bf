package ccm.board.linux;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The native part of JNA, unpacked into a folder of our own: by itself JNA would use the home
 * folder or {@code /tmp}, which a gateway may have mounted so that nothing in it is executed.
 */
public final class NativePart {
    private static final String PLACE = "jna.boot.library.path";
    private static final String FILE = "libjnidispatch.so";

    private NativePart() {}

    /**
     * Loads it, once in the life of the bundle's class loader.
     *
     * @param data a folder that nobody else can write
     */
    public static synchronized void load(Path data) throws IOException {
        if (System.getProperty(PLACE) != null) {
            return; // set by a person, who knows better
        }
        String name = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + FILE;
        try (InputStream in = NativePart.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(
                        "no native part for "
                                + Platform.RESOURCE_PREFIX
                                + ". There is one for Linux on x86, ARM and RISC-V");
            }
            place(in, Files.createDirectories(data.resolve("native")));
        }
    }

    /**
     * The folder is new each time, for a library is loaded by one class loader alone, and a bundle
     * that is replaced gets another. What is loaded stays when its file goes.
     */
    private static void place(InputStream library, Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, "jna"); // ours alone
        Path file = folder.resolve(FILE);
        try {
            Files.copy(library, file);
            System.setProperty(PLACE, folder.toString());
            Native.getLastError(); // initialises the class, which loads it
        } catch (LinkageError e) {
            throw new IOException(
                    file + ": cannot be loaded. Is the data folder mounted noexec?", e);
        } finally {
            System.clearProperty(PLACE); // the JNA of somebody else is not ours to lead
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
