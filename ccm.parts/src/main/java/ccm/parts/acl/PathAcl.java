package ccm.parts.acl;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which paths may be changed, as {@code conf_acl} of Mongoose OS says it: entries separated by
 * commas, {@code -} before one denies, {@code +} or nothing allows; the first that matches decides,
 * and what none matches is denied. In a pattern {@code *} is any run of characters but {@code /},
 * and {@code ?} one character; upper and lower case are the same. Immutable.
 */
public final class PathAcl {
    /** Everything may be changed. */
    public static final PathAcl ALL = new PathAcl("*");

    /** Nothing may be changed. */
    public static final PathAcl NOTHING = new PathAcl("");

    private record Entry(String text, boolean allows, String pattern) {
        static Entry of(String text) {
            boolean signed = text.startsWith("+") || text.startsWith("-");
            return new Entry(
                    text,
                    !text.startsWith("-"),
                    (signed ? text.substring(1) : text).toLowerCase(Locale.ROOT));
        }

        boolean matchesAll() {
            return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
        }
    }

    private final String text;
    private final Entry[] entries;

    public PathAcl(String text) {
        this.text = text;
        this.entries =
                Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .map(Entry::of)
                        .toArray(Entry[]::new);
    }

    /** As somebody wrote it. */
    public String text() {
        return text;
    }

    /** True when it denies nothing at all. */
    public boolean open() {
        for (Entry entry : entries) {
            if (!entry.allows() || entry.matchesAll()) {
                return entry.allows();
            }
        }
        return false;
    }

    /** True when the setting at this path may be changed. */
    public boolean allows(String path) {
        return refusal(path).isEmpty();
    }

    /** Why a path may not be changed, in words; empty when it may. */
    public Optional<String> refusal(String path) {
        String wanted = path.toLowerCase(Locale.ROOT);
        for (Entry entry : entries) {
            if (matches(entry.pattern(), wanted)) {
                return entry.allows()
                        ? Optional.empty()
                        : Optional.of("its entry " + entry.text() + " denies this path");
            }
        }
        return Optional.of("no entry of it allows this path");
    }

    /** In time that grows with the product of both lengths at most, whatever the pattern is. */
    private static boolean matches(String pattern, String path) {
        int at = 0;
        int star = -1; // place of the last star met, and from where on it may take one more
        int taken = 0;
        for (int i = 0; i < path.length(); ) {
            char next = at < pattern.length() ? pattern.charAt(at) : 0;
            if (at < pattern.length() && next == '*') {
                star = at++;
                taken = i;
            } else if (at < pattern.length() && (next == '?' || next == path.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0 && path.charAt(taken) != '/') {
                at = star + 1;
                i = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
