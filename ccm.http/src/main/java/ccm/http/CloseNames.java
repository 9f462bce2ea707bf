package ccm.http;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds the names that somebody may have meant. */
final class CloseNames {
    private static final int SHOWN = 3;
    private static final int LEAST_DISTANCE = 2;
    private static final int LONGEST = 100; // what is longer is no typing error

    private CloseNames() {}

    /** {@code ". Did you mean Sys.GetInfo?"}, or nothing when no name is close. */
    static String hint(String wrong, List<String> names) {
        List<String> close = wrong.length() > LONGEST ? List.of() : of(wrong, names);
        return close.isEmpty() ? "" : ". Did you mean " + String.join(" or ", close) + "?";
    }

    private static List<String> of(String wrong, List<String> names) {
        int most = Math.max(LEAST_DISTANCE, wrong.length() / 4);
        Map<String, Integer> distances =
                names.stream()
                        .distinct()
                        .collect(Collectors.toMap(name -> name, name -> distance(wrong, name)));
        return distances.entrySet().stream()
                .filter(entry -> entry.getValue() <= most)
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Levenshtein's, without regard to case. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
