package ccm.cli;

import ccm.cli.line.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Commands that are no part of this program: each lies with its libraries in a folder below {@code
 * commands}, beside this program's jar. They are looked for when a word is none of our own.
 */
final class Extensions {
    private Extensions() {}

    /** All there are, by name. */
    static List<Command> all() {
        List<Command> all = new ArrayList<>();
        ServiceLoader.load(Command.class, Extensions.class.getClassLoader()).forEach(all::add);
        for (Path folder : folders()) {
            ClassLoader loader =
                    new URLClassLoader( // for as long as this program runs
                            jars(folder), Extensions.class.getClassLoader());
            ServiceLoader.load(Command.class, loader).stream()
                    .filter(each -> each.type().getClassLoader() == loader)
                    .forEach(each -> all.add(each.get()));
        }
        return all;
    }

    private static List<Path> folders() {
        try {
            Path here =
                    Path.of(
                            Extensions.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return list(here.resolveSibling("commands"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program is nowhere", e);
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL[] jars(Path folder) {
        return list(folder).stream().map(Extensions::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(jar + ": no URL", e);
        }
    }
}
