package ccm.uart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the process that has a device open, by asking the kernel's {@code /proc}. */
final class PortHolders {
    private static final Path PROC = Path.of("/proc");

    private PortHolders() {}

    /** For people: {@code pid 123 (minicom)}; empty when it cannot be found out. */
    static Optional<String> of(Path device) {
        try {
            Path real = device.toRealPath();
            Optional<String> locker = locker(real);
            return (locker.isPresent() ? locker : opener(real)).map(PortHolders::described);
        } catch (IOException e) {
            return Optional.empty(); // the device has just gone: the next try says so
        }
    }

    /** Who locks it comes first: a simulator, say, has its own line open as well. */
    private static Optional<String> locker(Path real) throws IOException {
        String inode = ":" + Files.getAttribute(real, "unix:ino");
        for (String line : Files.readAllLines(PROC.resolve("locks"))) {
            String[] field = line.trim().split("\\s+");
            // 1: FLOCK ADVISORY WRITE 4711 00:18:5 0 EOF
            if (field.length > 5 && field[1].equals("FLOCK") && field[5].endsWith(inode)) {
                if (opens(PROC.resolve(field[4]), real)) {
                    return Optional.of(field[4]);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> opener(Path real) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                if (opens(process, real)) {
                    return Optional.of(process.getFileName().toString());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean opens(Path process, Path real) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).equals(real)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // it ended meanwhile, or is another user's
        }
    }

    private static String described(String pid) {
        if (pid.equals(Long.toString(ProcessHandle.current().pid()))) {
            return "this very process, pid " + pid;
        }
        return "pid " + pid + " (" + name(PROC.resolve(pid)) + ")";
    }

    /** Never the whole command line, which may hold secrets; of a Java program its main class. */
    private static String name(Path process) {
        try {
            String name = Files.readString(process.resolve("comm")).trim();
            return name.equals("java") ? name + mainClass(process) : name;
        } catch (IOException e) {
            return "name unknown";
        }
    }

    private static String mainClass(Path process) throws IOException {
        String line =
                new String(
                        Files.readAllBytes(process.resolve("cmdline")),
                        StandardCharsets.ISO_8859_1);
        for (String word : line.split("\0")) {
            if (word.matches("([a-z]\\w*\\.)+[A-Z]\\w*")) {
                return " " + word;
            }
        }
        return "";
    }
}
