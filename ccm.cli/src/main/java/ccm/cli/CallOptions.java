package ccm.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code call} was told.
 *
 * @param method the method's name
 * @param params JSON text; absent to send none
 * @param data the data folder of the gateway to ask
 * @param timeout how long to wait for the answer
 * @param compact print the result on one line, for programs
 */
record CallOptions(
        String method, Optional<String> params, Path data, Duration timeout, boolean compact) {
    private static final int LONGEST_WAIT_S = 86_400;

    static CallOptions parse(List<String> words) throws UsageException {
        Parser parser = new Parser(words.iterator());
        while (parser.words.hasNext()) {
            parser.take(parser.words.next());
        }
        return parser.options();
    }

    /** Where the gateway listens. */
    Path socket() {
        return data.resolve("ccm.sock");
    }

    /** Collects the words one by one. */
    private static final class Parser {
        private final Iterator<String> words;
        private final List<String> plain = new ArrayList<>();
        private Path data = Path.of(System.getenv().getOrDefault("CCM_DATA", "/var/lib/ccm"));
        private Duration timeout = Duration.ofSeconds(10);
        private boolean compact;

        Parser(Iterator<String> words) {
            this.words = words;
        }

        void take(String word) throws UsageException {
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            switch (equals < 0 ? word : word.substring(0, equals)) {
                case "--data" -> data = Path.of(value(word, equals));
                case "--timeout" -> timeout = seconds(value(word, equals));
                case "--json" -> compact = true;
                default -> takePlain(word);
            }
        }

        CallOptions options() throws UsageException {
            if (plain.isEmpty()) {
                throw new UsageException("no method. Try: ccm call RPC.List");
            }
            if (plain.size() > 2) {
                throw new UsageException(
                        plain.get(2) + ": too much. Put the params into one pair of quotes");
            }
            Optional<String> params = plain.stream().skip(1).findFirst();
            return new CallOptions(
                    plain.get(0), params, data.toAbsolutePath().normalize(), timeout, compact);
        }

        private void takePlain(String word) throws UsageException {
            if (word.startsWith("--")) {
                throw new UsageException(
                        word + ": not an option of call. It knows --data, --timeout and --json");
            }
            plain.add(word);
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

        private static Duration seconds(String text) throws UsageException {
            try {
                double seconds = Double.parseDouble(text);
                if (seconds > 0 && seconds <= LONGEST_WAIT_S) {
                    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
                }
            } catch (NumberFormatException e) {
                throw notSeconds(text);
            }
            throw notSeconds(text);
        }

        private static UsageException notSeconds(String text) {
            return new UsageException(
                    "--timeout "
                            + text
                            + ": not a number of seconds from 0.001 to "
                            + LONGEST_WAIT_S);
        }
    }
}
