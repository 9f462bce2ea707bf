package ccm.launcher;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run} was told.
 *
 * @param skuDir the folder of the product's jars
 * @param sku the product's name, for people: the folder's unless told otherwise
 * @param data where everything is kept that outlives the process
 * @param config the product's first configuration; absent when it has none
 * @param settings the topmost layer of the configuration tree
 * @param supervised true when somebody else starts the gateway again that ends with status 75
 */
record RunOptions(
        Path skuDir,
        String sku,
        Path data,
        Optional<Path> config,
        CommandLineSettings settings,
        boolean supervised) {
    static final String SUPERVISED = "--supervised";
    private static final String KNOWN =
            "--sku-dir, --data, --sku, --config, --set and --supervised";

    static RunOptions parse(List<String> words) throws UsageException {
        Parser parser = new Parser(words.iterator());
        while (parser.words.hasNext()) {
            parser.take(parser.words.next());
        }
        return parser.options();
    }

    /** Collects the options one by one, {@code --name VALUE} or {@code --name=VALUE}. */
    private static final class Parser {
        private final Iterator<String> words;
        private final CommandLineSettings settings = new CommandLineSettings();
        private Optional<Path> skuDir = Optional.empty();
        private Optional<Path> data = Optional.empty();
        private Optional<Path> config = Optional.empty();
        private Optional<String> sku = Optional.empty();
        private boolean supervised;

        Parser(Iterator<String> words) {
            this.words = words;
        }

        void take(String word) throws UsageException {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            switch (name) {
                case "--sku-dir" -> skuDir = Optional.of(path(value(word, equals)));
                case "--data" -> data = Optional.of(path(value(word, equals)));
                case "--config" -> config = Optional.of(path(value(word, equals)));
                case "--sku" -> sku = Optional.of(value(word, equals));
                case SUPERVISED -> supervised = true;
                case "--set" -> settings.put(value(word, equals));
                default ->
                        throw new UsageException(
                                word + ": not an option of run. It knows " + KNOWN);
            }
        }

        private String value(String word, int equals) throws UsageException {
            if (equals >= 0) {
                return word.substring(equals + 1);
            }
            if (!words.hasNext()) {
                throw new UsageException(word + ": a value is missing behind it");
            }
            return words.next();
        }

        private static Path path(String text) {
            return Path.of(text).toAbsolutePath().normalize();
        }

        RunOptions options() throws UsageException {
            Path jars = needed("--sku-dir", skuDir);
            Path kept = needed("--data", data);
            String name = sku.orElse(String.valueOf(jars.getFileName()));
            return new RunOptions(jars, name, kept, config, settings, supervised);
        }

        private static Path needed(String name, Optional<Path> found) throws UsageException {
            return found.orElseThrow(
                    () ->
                            new UsageException(
                                    name + ": missing. Give it a folder: " + name + " DIR"));
        }
    }
}
