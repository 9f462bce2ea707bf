package ccm.sim.cloud.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The emulators that there are, found by where they are: see {@link EmulatorLauncher}. */
public final class Emulators {
    private static final String FOLDER = "ccm/sim/cloud";
    private static final Pattern LAUNCHER =
            Pattern.compile(".*" + FOLDER + "/([a-z0-9]+)/Launcher\\.class");

    private Emulators() {}

    /**
     * The launcher of a cloud.
     *
     * @throws IllegalArgumentException says which there are
     */
    public static EmulatorLauncher find(String name) {
        try {
            return (EmulatorLauncher)
                    Class.forName("ccm.sim.cloud." + name + ".Launcher")
                            .getConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    name + ": not a cloud. There is: " + String.join(" ", names()), e);
        }
    }

    /**
     * Starts the emulator of a cloud, switches its faults on and writes {@code README.txt} into its
     * folder: how a gateway becomes its device.
     */
    public static Emulator start(String name, EmulatorOptions options) throws IOException {
        EmulatorLauncher launcher = find(name);
        Files.createDirectories(options.folder());
        Emulator emulator = launcher.start(options);
        options.faults().forEach(emulator.server().faults()::add);
        Files.writeString(options.folder().resolve("README.txt"), readme(emulator));
        return emulator;
    }

    /** Where the control interface of an emulator is. */
    public static String control(Emulator emulator) {
        return "http://127.0.0.1:" + emulator.server().port("control") + "/";
    }

    private static String readme(Emulator emulator) {
        StringBuilder text = new StringBuilder("./ccm run");
        emulator.settings()
                .forEach(
                        (path, value) ->
                                text.append(" \\\n    --set ").append(quoted(path + "=" + value)));
        return emulator.name()
                + ": "
                + emulator.about()
                + "\n\nA gateway becomes its device like this:\n\n"
                + text
                + "\n\nOn and off, by hand, and what the device said:\n\n"
                + "curl -d '{\"on\":true}' "
                + control(emulator)
                + "desired\ncurl "
                + control(emulator)
                + "shadow\n";
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The names of all that are in the same jar or folder as this class. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            URI here = Emulators.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            for (String entry : entries(Path.of(here))) {
                Matcher found = LAUNCHER.matcher(entry);
                if (found.matches()) {
                    names.add(found.group(1));
                }
            }
        } catch (URISyntaxException | IOException | IllegalArgumentException e) {
            names.add("(unknown: " + e.getMessage() + ")"); // inside a framework
        }
        Collections.sort(names);
        return names;
    }

    private static List<String> entries(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place.resolve(FOLDER), 2)) {
                return files.map(Path::toString).toList();
            }
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }
}
