package ccm.itest;

import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/** The products as the build exported them: what ships is what is tested. */
final class Sku {
    private static final Path DEFINITIONS = Path.of("../cnf/sku");
    private static final Path EXPORT = DEFINITIONS.resolve("target/export");

    private Sku() {}

    /** A framework with every jar of a product, an empty data folder and nothing typed again. */
    static Option[] options(String sku) {
        return options(sku, "{}");
    }

    /** The same with settings, as {@code --set} gives them: the text of a JSON object. */
    static Option[] options(String sku, String settings) {
        List<Option> options = new ArrayList<>();
        jars(sku).forEach(jar -> options.add(fragment(jar) ? bundle(jar).noStart() : bundle(jar)));
        options.add(junitBundles());
        options.add(bundle(testing()));
        properties(sku, settings)
                .forEach((key, value) -> options.add(frameworkProperty(key).value(value)));
        return options.toArray(Option[]::new);
    }

    private static UrlProvisionOption bundle(Path jar) {
        return CoreOptions.bundle(jar.toUri().toString());
    }

    /** A fragment is part of its host and cannot be started. */
    private static boolean fragment(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the launcher tells the framework, for a framework with an empty data folder. */
    static Map<String, String> properties(String sku, String settings) {
        Path folder = EXPORT.resolve(sku).toAbsolutePath().normalize();
        Map<String, String> properties = new HashMap<>();
        properties.put("felix.cm.pm", "memory");
        properties.put("ds.loglevel", "error");
        properties.put("ccm.sku", sku);
        properties.put("ccm.data", emptyFolder().toString());
        properties.put("ccm.config.sku", folder.resolve(sku + ".json").toString());
        properties.put("ccm.config.set", settings);
        extra(folder.resolve(sku + ".properties"))
                .forEach((key, value) -> properties.put((String) key, (String) value));
        return properties;
    }

    /** Every product there is: what base.bndrun has in common is none. */
    static List<String> names() {
        return list(DEFINITIONS).stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(".bndrun") && !file.equals("base.bndrun"))
                .map(file -> file.replace(".bndrun", ""))
                .toList();
    }

    /** The bundles of one product. */
    static List<Path> jars(String sku) {
        return list(EXPORT.resolve(sku).toAbsolutePath().normalize()).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
    }

    /** The jar of one bundle of a product. */
    static Path jar(String sku, String bundle) {
        return jars(sku).stream()
                .filter(
                        jar ->
                                jar.getFileName()
                                        .toString()
                                        .matches(Pattern.quote(bundle) + "-[0-9].*"))
                .findFirst()
                .orElseThrow();
    }

    /** Where the tests' own bundle is: the one helper that they share with the unit tests. */
    private static Path testing() {
        return list(Path.of("../ccm.testing/target").toAbsolutePath().normalize()).stream()
                .filter(file -> file.getFileName().toString().matches("ccm\\.testing-.*\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    private static Properties extra(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    private static Path emptyFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target/data").toAbsolutePath());
            return Files.createTempDirectory(parent, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": not there. Build the products first: mvn package", e);
        }
    }
}
