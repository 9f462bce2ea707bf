package ccm.cli.setup;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be changed, as {@code conf_acl} says it: of its entries the first that fits decides, and
 * one with a dash denies.
 *
 * @param text entries separated by commas
 */
record SettingLock(String text) {
    boolean allows(String path) {
        for (String entry : text.split(",", -1)) {
            String word = entry.strip();
            boolean signed = word.startsWith("-") || word.startsWith("+");
            if (fits(signed ? word.substring(1) : word, path)) {
                return !word.startsWith("-");
            }
        }
        return false;
    }

    private static boolean fits(String pattern, String path) {
        StringBuilder regex = new StringBuilder();
        for (char each : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(
                    switch (each) {
                        case '*' -> "[^/]*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(each));
                    });
        }
        return path.toLowerCase(Locale.ROOT).matches(regex.toString());
    }
}
