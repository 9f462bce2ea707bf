package ccm.ota.bundle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version with an order: numbers between dots, and perhaps what comes before it, as in {@code
 * 1.2.0-rc.1}.
 */
record Version(String[] numbers, String[] before) implements Comparable<Version> {
    private static final Pattern FORM =
            Pattern.compile(
                    "[vV]?(\\d{1,18}(?:\\.\\d{1,18})*)(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+.*)?");

    /** Empty when the text has no order. */
    static Optional<Version> of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        String before = form.group(2);
        String[] none = {};
        return Optional.of(
                new Version(
                        form.group(1).split("\\."), before == null ? none : before.split("\\.")));
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(numbers.length, other.numbers.length); i++) {
            int order = Long.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        if (before.length == 0 || other.before.length == 0) {
            return Integer.compare(other.before.length, before.length); // a release comes last
        }
        for (int i = 0; i < Math.min(before.length, other.before.length); i++) {
            int order = compare(before[i], other.before[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(before.length, other.before.length);
    }

    private long number(int place) {
        return place < numbers.length ? Long.parseLong(numbers[place]) : 0;
    }

    /** Numbers by value and before texts, texts by their characters. */
    private static int compare(String one, String other) {
        boolean number = one.matches("\\d{1,18}");
        boolean otherNumber = other.matches("\\d{1,18}");
        if (number && otherNumber) {
            return Long.compare(Long.parseLong(one), Long.parseLong(other));
        }
        return number == otherNumber ? one.compareTo(other) : number ? -1 : 1;
    }
}
