package ccm.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A cloud that can be emulated.
 *
 * @param name of its product and its emulator
 * @param rate messages a second that CCM sends it over time; twice as many go at once
 * @param window how many of them are unacknowledged at a time
 */
record CloudCase(String name, int rate, int window) {
    private static final List<CloudCase> KNOWN =
            List.of(
                    new CloudCase("aws", 50, 20),
                    new CloudCase("azure", 10, 10),
                    new CloudCase("gcp", 20, 20),
                    new CloudCase("mdash", 10, 16),
                    new CloudCase("watson", 5, 8));

    /** Those that there is a product for. */
    static List<CloudCase> all(Path home) {
        return KNOWN.stream().filter(one -> Files.isDirectory(product(home, one.name))).toList();
    }

    static Path product(Path home, String sku) {
        return home.resolve("cnf/sku/target/export").resolve(sku);
    }

    /** How the table calls it. */
    String group() {
        return "Cloud " + name;
    }

    /** How many go at once. */
    int burst() {
        return 2 * rate;
    }
}
