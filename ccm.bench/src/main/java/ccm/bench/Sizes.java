package ccm.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each product weighs on disk: its bundles, the framework and the launcher, without a JRE.
 *
 * @param megabytes by the product's name
 */
record Sizes(Map<String, Double> megabytes) {
    static Sizes of(Path home) throws IOException {
        Path target = home.resolve("cnf/sku/target");
        double shared = sum(target.resolve("lib"));
        Map<String, Double> sizes = new TreeMap<>();
        try (DirectoryStream<Path> skus = Files.newDirectoryStream(target.resolve("export"))) {
            for (Path sku : skus) {
                if (!Files.isDirectory(sku)) {
                    continue; // settings that all products share
                }
                sizes.put(sku.getFileName().toString(), shared + sum(sku));
            }
        }
        return new Sizes(sizes);
    }

    String text() {
        StringBuilder text = new StringBuilder("\nsize on disk without a JRE:");
        megabytes.forEach(
                (sku, size) -> text.append(String.format(Locale.ROOT, " %s %.1f MB;", sku, size)));
        return text.append('\n').toString();
    }

    private static double sum(Path folder) throws IOException {
        long bytes = 0;
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : jars) {
                    bytes += Files.size(jar);
                }
            }
        }
        return bytes / 1e6;
    }
}
