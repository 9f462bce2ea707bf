package ccm.sim.host;

/**
 * A pattern of method names: {@code *} any run without a slash, {@code #} any run, {@code ?} one.
 */
final class Glob {
    private Glob() {}

    /** True when the pattern covers the whole name. */
    static boolean matches(String pattern, String name) {
        return matches(pattern, 0, name, 0);
    }

    private static boolean matches(String pattern, int p, String name, int n) {
        if (p == pattern.length()) {
            return n == name.length();
        }
        char c = pattern.charAt(p);
        if (c == '*' || c == '#') {
            for (int end = n; end <= name.length(); end++) {
                if (matches(pattern, p + 1, name, end)) {
                    return true;
                }
                if (end < name.length() && c == '*' && name.charAt(end) == '/') {
                    return false;
                }
            }
            return false;
        }
        return n < name.length()
                && (c == '?' || c == name.charAt(n))
                && matches(pattern, p + 1, name, n + 1);
    }
}
