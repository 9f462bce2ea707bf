package ccm.core.access;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as Mongoose OS has them, whatever the letters' case: {@code ?} is one character, {@code
 * *} a run without {@code /}, {@code **} any run, {@code $} the end, {@code |} or {@code ,} stands
 * between alternatives. The whole text must match. Takes time in proportion to text and pattern,
 * however they are chosen.
 */
final class Wildcard {
    private static final int ONE = -1;
    private static final int RUN = -2;
    private static final int ANY = -3;

    private final List<int[]> alternatives = new ArrayList<>();

    Wildcard(String pattern) {
        for (String alternative : pattern.split("[|,]", -1)) {
            alternatives.add(tokens(alternative.strip()));
        }
    }

    boolean matches(String text) {
        for (int[] tokens : alternatives) {
            if (matches(tokens, text)) {
                return true;
            }
        }
        return false;
    }

    private static int[] tokens(String pattern) {
        List<Integer> tokens = new ArrayList<>();
        int end = pattern.endsWith("$") ? pattern.length() - 1 : pattern.length();
        for (int i = 0; i < end; i++) {
            char each = pattern.charAt(i);
            if (each == '?') {
                tokens.add(ONE);
            } else if (each == '*') {
                boolean two = i + 1 < end && pattern.charAt(i + 1) == '*';
                tokens.add(two ? ANY : RUN);
                i += two ? 1 : 0;
            } else {
                tokens.add((int) Character.toLowerCase(each));
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Follows every way at once: {@code at[i]} says that the first i tokens fit what was read. */
    private static boolean matches(int[] tokens, String text) {
        boolean[] at = new boolean[tokens.length + 1];
        at[0] = true;
        passRuns(tokens, at);
        for (int i = 0; i < text.length(); i++) {
            at = read(tokens, at, Character.toLowerCase(text.charAt(i)));
        }
        return at[tokens.length];
    }

    private static boolean[] read(int[] tokens, boolean[] at, char next) {
        boolean[] after = new boolean[at.length];
        for (int i = 0; i < tokens.length; i++) {
            if (at[i]) {
                int token = tokens[i];
                after[i] |= token == ANY || token == RUN && next != '/';
                after[i + 1] |= token == ONE || token == next;
            }
        }
        passRuns(tokens, after);
        return after;
    }

    private static void passRuns(int[] tokens, boolean[] at) {
        for (int i = 0; i < tokens.length; i++) {
            at[i + 1] |= at[i] && (tokens[i] == RUN || tokens[i] == ANY);
        }
    }
}
