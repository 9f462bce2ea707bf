package ccm.launcher;

import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The folder of jars that make up one product.
 *
 * @param folder where they are
 * @param jars all of them, in the order they are started
 */
record SkuFolder(Path folder, List<Path> jars) {
    /** Third parties first, so that logging and settings are there when ours start. */
    private static final Comparator<Path> THIRD_PARTIES_FIRST =
            Comparator.<Path, Boolean>comparing(SkuFolder::isOurs)
                    .thenComparing(Comparator.<Path>naturalOrder().reversed());

    static SkuFolder open(Path folder) throws LaunchException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted(THIRD_PARTIES_FIRST)
                            .toList();
            if (jars.isEmpty()) {
                throw new LaunchException(folder + ": holds no jars. Build it with: ./ccm build");
            }
            return new SkuFolder(folder, jars);
        } catch (IOException e) {
            throw new LaunchException(
                    folder + ": cannot be read (" + cause(e) + "). Is the name of the SKU right?",
                    e);
        }
    }

    /** Changes whenever a jar or the Java runtime changes: a cache of another id is stale. */
    String buildId() throws LaunchException {
        CRC32 sum = new CRC32();
        sum.update(fingerprint(launcher()).getBytes(StandardCharsets.UTF_8));
        for (Path jar : jars) {
            sum.update(fingerprint(jar).getBytes(StandardCharsets.UTF_8));
        }
        return Runtime.version() + " " + Long.toHexString(sum.getValue()) + " " + jars.size();
    }

    /** The product's first configuration; absent when it has none. */
    Optional<Path> firstConfiguration(String sku) {
        return Optional.of(folder.resolve(sku + ".json")).filter(Files::exists);
    }

    /** What the product tells its framework beyond what all of them are told. */
    Map<String, String> properties(String sku) throws LaunchException {
        Path file = folder.resolve(sku + ".properties");
        Map<String, String> properties = new HashMap<>();
        if (Files.exists(file)) {
            Properties loaded = new Properties();
            try (Reader text = Files.newBufferedReader(file)) {
                loaded.load(text);
            } catch (IOException e) {
                throw new LaunchException(file + ": cannot be read (" + cause(e) + ")", e);
            }
            loaded.stringPropertyNames().forEach(k -> properties.put(k, loaded.getProperty(k)));
        }
        return properties;
    }

    /** What products log and where to: one file beside their folders. */
    Path logSettings() {
        return folder.resolveSibling("logging.txt");
    }

    private static String fingerprint(Path jar) throws LaunchException {
        try {
            return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
        } catch (IOException e) {
            throw new LaunchException(jar + ": cannot be read (" + cause(e) + ")", e);
        }
    }

    private static Path launcher() throws LaunchException {
        URL place = SkuFolder.class.getProtectionDomain().getCodeSource().getLocation();
        try {
            return Path.of(place.toURI());
        } catch (URISyntaxException e) {
            throw new LaunchException(place + ": not the place of a program", e);
        }
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith("ccm.");
    }

    private static String cause(IOException e) {
        return e.getClass().getSimpleName();
    }
}
