package ccm.core.access;

import java.util.List;
import java.util.Locale;

/** One entry of an access list: for which calls it stands, and who may make them. */
final class AclEntry {
    private static final List<String> EVERYBODY = List.of("*", "+*");

    private final Wildcard method;
    private final String channel;
    private final boolean everybody;
    private final List<Rule> rules;

    private record Rule(boolean allows, String pattern, Wildcard users) {
        /** True when nobody gets past it. */
        boolean catchesAll() {
            return "*".equals(pattern) || "**".equals(pattern);
        }

        boolean isForLogins() {
            return allows && !pattern.startsWith(Acl.PSEUDO);
        }
    }

    /**
     * Makes one.
     *
     * @param channel the channel's type, or empty for all
     * @param users who may, in the notation of Mongoose OS
     */
    AclEntry(String method, String channel, String users) {
        this.method = new Wildcard(method);
        this.channel = channel;
        this.everybody = EVERYBODY.contains(users.strip());
        this.rules =
                List.of(users.split(",")).stream()
                        .map(String::strip)
                        .filter(rule -> !rule.isEmpty())
                        .map(AclEntry::rule)
                        .toList();
    }

    /**
     * True when this entry decides.
     *
     * @param names all names of the method
     */
    boolean covers(Iterable<String> names, String ofChannel) {
        if (!channel.isEmpty() && !channel.equals(ofChannel)) {
            return false;
        }
        for (String name : names) {
            if (method.matches(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What it decides.
     *
     * @param user empty for somebody from the network who has not logged in
     */
    Acl.Verdict decide(String user) {
        if (everybody) {
            return Acl.Verdict.ALLOWED;
        }
        if (!user.isEmpty() && allows(user)) {
            return Acl.Verdict.ALLOWED;
        }
        boolean mayLogIn = user.isEmpty() || user.equals(Acl.LOCAL); // the host has no way to
        return mayLogIn && loginHelps() ? Acl.Verdict.LOGIN : Acl.Verdict.DENIED;
    }

    private boolean allows(String user) {
        for (Rule rule : rules) {
            if (rule.users.matches(user)) {
                return rule.allows;
            }
        }
        return false;
    }

    private boolean loginHelps() {
        for (Rule rule : rules) {
            if (rule.isForLogins()) {
                return true;
            }
            if (!rule.allows && rule.catchesAll()) {
                return false;
            }
        }
        return false;
    }

    private static Rule rule(String text) {
        boolean signed = text.startsWith("+") || text.startsWith("-");
        String pattern = (signed ? text.substring(1) : text).toLowerCase(Locale.ROOT);
        return new Rule(!text.startsWith("-"), pattern, new Wildcard(pattern));
    }
}
