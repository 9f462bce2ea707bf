package ccm.core.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is kept of passwords, as the lines of a password file. Immutable. */
final class Passwords {
    private final String realm;
    private final List<Line> lines;
    private final SortedMap<String, Map<Digests, String>> users = new TreeMap<>();

    private record Line(String user, String realm, String ha1) {
        String text() {
            return user + ":" + realm + ":" + ha1 + "\n";
        }
    }

    private Passwords(String realm, List<Line> lines) {
        this.realm = realm;
        this.lines = List.copyOf(lines);
        lines.stream().filter(line -> line.realm.equals(realm)).forEach(this::index);
    }

    /**
     * Reads lines of {@code user:realm:digest}; what is no such line is passed over.
     *
     * @param realm the users of others are kept, but cannot log in
     */
    static Passwords read(byte[] content, String realm) {
        List<Line> lines = new ArrayList<>();
        for (String text : new String(content, StandardCharsets.UTF_8).split("\\R")) {
            int first = text.indexOf(':');
            int last = text.lastIndexOf(':');
            // a name such as @local would pass for a caller that needs no login
            if (first > 0 && last > first && !text.startsWith(Acl.PSEUDO)) {
                String ha1 = text.substring(last + 1).strip().toLowerCase(Locale.ROOT);
                lines.add(new Line(text.substring(0, first), text.substring(first + 1, last), ha1));
            }
        }
        return new Passwords(realm, lines);
    }

    /** The same with one user more, or with another password. */
    Passwords with(String user, String password) {
        List<Line> now = new ArrayList<>(without(user).lines);
        for (Digests digest : Digests.values()) {
            now.add(new Line(user, realm, digest.ha1(user, realm, password)));
        }
        return new Passwords(realm, now);
    }

    /** The same without one user. */
    Passwords without(String user) {
        return new Passwords(
                realm, lines.stream().filter(line -> !line.user.equals(user)).toList());
    }

    /** The names of those who can log in, in alphabetical order. */
    List<String> names() {
        return List.copyOf(users.keySet());
    }

    /** The names of those who can log in with such a digest. */
    boolean any(Digests digest) {
        return users.values().stream().anyMatch(user -> user.containsKey(digest));
    }

    /** What is kept of a user's password; empty when there is no such user. */
    Optional<String> ha1(String user, Digests digest) {
        return Optional.ofNullable(users.getOrDefault(user, Map.of()).get(digest));
    }

    byte[] content() {
        String text = lines.stream().map(Line::text).collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void index(Line line) {
        for (Digests digest : Digests.values()) {
            if (digest.made(line.ha1)) {
                users.computeIfAbsent(line.user, user -> new EnumMap<>(Digests.class))
                        .put(digest, line.ha1);
            }
        }
    }
}
