package ccm.parts.serial;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * The native part of jSerialComm, unpacked into a folder of our own before the library looks for
 * it: by itself it would go through a folder in {@code /tmp} that others can write.
 */
public final class NativeLibrary {
    private static final String PLACE = "jSerialComm.library.path";
    private static final List<String> MACHINES =
            List.of(
                    "x86_64",
                    "armv8_64",
                    "armv7hf",
                    "armv8_32",
                    "armv6hf",
                    "armv5",
                    "x86",
                    "ppc64le");

    private NativeLibrary() {}

    /**
     * Unpacks it, once in the life of the process.
     *
     * @param jar a class of the jar that holds it; it is not initialised here
     * @param data a folder that nobody else can write
     */
    public static synchronized void unpack(Class<?> jar, Path data) throws IOException {
        if (System.getProperty(PLACE) != null) {
            return; // set by a person, or by us: the library has read it already
        }
        if (!"Linux".equals(System.getProperty("os.name"))) {
            throw new IOException( // where it does not know the system, the library ends the JVM
                    "serial port: this is " + System.getProperty("os.name") + ". Use Linux.");
        }
        Path folder = data.resolve("native").toAbsolutePath();
        for (String machine : MACHINES) {
            String name = "Linux/" + machine + "/libjSerialComm.so";
            try (InputStream in = jar.getResourceAsStream("/" + name)) {
                if (in != null) {
                    place(in.readAllBytes(), folder.resolve(name));
                }
            }
        }
        System.setProperty(PLACE, folder.toString());
    }

    private static void place(byte[] content, Path file) throws IOException {
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path aside = Files.createTempFile(file.getParent(), "lib", ".new"); // readable by us alone
        Files.write(aside, content);
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
