package ccm.cli.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was typed behind a command, sorted into options and plain words, GNU style. */
public final class Words {
    private static final String END_OF_OPTIONS = "--";

    private final Usage usage;
    private final Map<String, List<String>> options = new HashMap<>();
    private final List<String> plain = new ArrayList<>();
    private final List<String> typed;

    private Words(Usage usage, List<String> typed) {
        this.usage = usage;
        this.typed = List.copyOf(typed);
    }

    /** Sorts the words of a command whose usage has all options that it may be given. */
    public static Words parse(Usage usage, List<String> words) throws UsageException {
        Words sorted = new Words(usage, words);
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals(END_OF_OPTIONS)) {
                rest.forEachRemaining(sorted.plain::add);
            } else if (isOption(word)) {
                sorted.take(word, rest);
            } else {
                sorted.plain.add(word);
            }
        }
        return sorted;
    }

    /** True for {@code --x} and {@code -x}; a lone dash and negative numbers are plain words. */
    public static boolean isOption(String word) {
        return word.startsWith("--")
                || word.length() > 1 && word.startsWith("-") && !Character.isDigit(word.charAt(1));
    }

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value of an option; the last one when it was given often. */
    public Optional<String> value(String option) {
        List<String> all = values(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** All values of an option, in the order they were given. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** The value of an option that is a whole number in a range. */
    public Optional<Integer> number(String option, int least, int most) throws UsageException {
        Optional<String> text = value(option);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(number(option, text.get(), least, most));
    }

    /** A word that is a whole number in a range. */
    public static int number(String name, String text, int least, int most) throws UsageException {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, text, least, most);
        }
        throw notANumber(name, text, least, most);
    }

    /** Everything as it was typed. */
    public List<String> typed() {
        return typed;
    }

    /** The plain words. */
    public List<String> plain() {
        return List.copyOf(plain);
    }

    /** The plain words, which must be so many. */
    public List<String> plain(int least, int most) throws UsageException {
        if (plain.size() < least) {
            throw new UsageException(
                    "something is missing behind it: " + usage.arguments() + ". Try: " + example());
        }
        if (plain.size() > most) {
            throw new UsageException(
                    plain.get(most) + ": too much. Words with spaces in them need quotes");
        }
        return plain();
    }

    private String example() {
        return usage.example();
    }

    private void take(String word, Iterator<String> rest) throws UsageException {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = usage.option(name).orElseThrow(() -> unknown(name));
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new UsageException(name + ": takes no value");
            }
            put(option, "");
        } else if (equals >= 0) {
            put(option, word.substring(equals + 1));
        } else if (rest.hasNext()) {
            put(option, rest.next());
        } else {
            throw new UsageException(name + ": a value is missing behind it");
        }
    }

    private void put(Option option, String value) {
        options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
    }

    private UsageException unknown(String name) {
        String known = usage.options().stream().map(Option::name).collect(Collectors.joining(", "));
        return new UsageException(
                name + ": not an option of " + usage.name() + ". It knows " + known);
    }

    private static UsageException notANumber(String name, String text, int least, int most) {
        return new UsageException(
                name + " " + text + ": not a whole number from " + least + " to " + most);
    }
}
