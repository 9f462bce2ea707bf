package ccm.sim.cloud.server;

import java.util.Locale;
import java.util.Optional;

/**
 * One fault: what happens, and when. As text {@code KIND[=VALUE][@STEP][,KEY=VALUE]…}, for example
 * {@code drop@publish,n=3}, {@code lose@puback,p=0.1}, {@code delay=500@send,topic=a/#}, {@code
 * refuse=5}, {@code restart=2000,after=10}.
 *
 * @param kind what happens
 * @param value milliseconds, a code, messages a second: what the kind needs
 * @param step where; empty means at once, to all connections
 * @param nth at the how-manieth that fits; 0 for each
 * @param times how often at most; 0 without end
 * @param probability from 0 to 1 for each that fits
 * @param match which of them fit, or when it begins
 */
public record FaultRule(
        Kind kind,
        int value,
        Optional<Step> step,
        int nth,
        int times,
        double probability,
        Match match) {

    /** What happens. */
    public enum Kind {
        /** The connection is closed. */
        DROP,
        /** The connection is reset: TCP RST. */
        RST,
        /** Nothing is read or written any more, and the connection stays. */
        HALFOPEN,
        /** It waits so many milliseconds, and what comes behind it too. */
        DELAY,
        /** It comes twice; with value 1 the second is marked DUP and has the same packet id. */
        DUP,
        /** It changes places with the next one. */
        REORDER,
        /** It is gone. */
        LOSE,
        /** CONNACK says this code. */
        REFUSE,
        /** No more than so many a second. */
        THROTTLE,
        /** What clients came in with is no longer valid. */
        EXPIRE,
        /** The port closes, and opens again after so many milliseconds; state is kept. */
        RESTART;

        boolean alone() {
            return this == DROP
                    || this == RST
                    || this == HALFOPEN
                    || this == EXPIRE
                    || this == RESTART;
        }
    }

    /** Where in a dialogue. */
    public enum Step {
        /** TCP is there, and nothing said yet. */
        ACCEPT,
        /** TLS is agreed on, and nothing said yet. */
        TLS,
        /** CONNECT came. */
        CONNECT,
        /** CONNACK goes. */
        CONNACK,
        /** SUBSCRIBE came. */
        SUBSCRIBE,
        /** SUBACK goes. */
        SUBACK,
        /** A message of the client came. */
        PUBLISH,
        /** Its acknowledgement goes. */
        PUBACK,
        /** A message to the client goes. */
        SEND,
        /** Its acknowledgement came. */
        ACK,
        /** A ping came. */
        PING
    }

    /**
     * Which fit.
     *
     * @param topic a filter; empty for all
     * @param client a client id; empty for all
     * @param afterSeconds when it begins
     * @param everySeconds how often it is repeated, if it has no step; 0 for once
     */
    public record Match(String topic, String client, double afterSeconds, double everySeconds) {
        static final Match ALL = new Match("", "", 0, 0);
    }

    /** At each of a step. */
    public static FaultRule at(Kind kind, Step step) {
        return new FaultRule(kind, 0, Optional.of(step), 0, 0, 1, Match.ALL);
    }

    /** At once, to all connections. */
    public static FaultRule now(Kind kind) {
        return new FaultRule(kind, 0, Optional.empty(), 0, 0, 1, Match.ALL);
    }

    public FaultRule value(int number) {
        return new FaultRule(kind, number, step, nth, times, probability, match);
    }

    /** At the n-th alone. */
    public FaultRule nth(int number) {
        return new FaultRule(kind, value, step, number, times, probability, match);
    }

    /** So many times at most. */
    public FaultRule times(int number) {
        return new FaultRule(kind, value, step, nth, number, probability, match);
    }

    /** With this probability. */
    public FaultRule probability(double share) {
        return new FaultRule(kind, value, step, nth, times, share, match);
    }

    /** With topics that match alone. */
    public FaultRule topic(String filter) {
        return match(new Match(filter, match.client, match.afterSeconds, match.everySeconds));
    }

    /** With this client alone. */
    public FaultRule client(String id) {
        return match(new Match(match.topic, id, match.afterSeconds, match.everySeconds));
    }

    private FaultRule match(Match other) {
        return new FaultRule(kind, value, step, nth, times, probability, other);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException says what is wrong and what there is
     */
    public static FaultRule parse(String text) {
        String[] parts = text.trim().split(",");
        String head = parts[0];
        int at = head.indexOf('@');
        Optional<Step> step =
                at < 0 ? Optional.empty() : Optional.of(find(Step.class, head.substring(at + 1)));
        head = at < 0 ? head : head.substring(0, at);
        int equals = head.indexOf('=');
        Kind kind = find(Kind.class, equals < 0 ? head : head.substring(0, equals));
        FaultRule rule = now(kind);
        rule = new FaultRule(kind, 0, step.or(() -> usual(kind)), 0, 0, 1, Match.ALL);
        if (equals >= 0) {
            rule = rule.value((int) number(text, head.substring(equals + 1)));
        }
        for (int i = 1; i < parts.length; i++) {
            rule = rule.with(text, parts[i]);
        }
        return rule;
    }

    /** Where a kind that needs a step happens when none is said. */
    private static Optional<Step> usual(Kind kind) {
        if (kind.alone()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case REFUSE -> Step.CONNECT;
                    case LOSE -> Step.PUBACK;
                    case THROTTLE -> Step.PUBLISH;
                    default -> Step.SEND;
                });
    }

    private FaultRule with(String text, String part) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String said = part.substring(equals + 1);
        return switch (key) {
            case "n" -> nth((int) number(text, said));
            case "times" -> times((int) number(text, said));
            case "p" -> probability(number(text, said));
            case "topic" -> topic(said);
            case "client" -> client(said);
            case "after" ->
                    match(
                            new Match(
                                    match.topic,
                                    match.client,
                                    number(text, said),
                                    match.everySeconds));
            case "every" ->
                    match(
                            new Match(
                                    match.topic,
                                    match.client,
                                    match.afterSeconds,
                                    number(text, said)));
            default ->
                    throw new IllegalArgumentException(
                            text
                                    + ": "
                                    + key
                                    + ": there is n, times, p, topic, client, after, every");
        };
    }

    private static double number(String text, String said) {
        try {
            return Double.parseDouble(said);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + ": " + said + ": not a number", e);
        }
    }

    private static <E extends Enum<E>> E find(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            StringBuilder known = new StringBuilder();
            for (E one : type.getEnumConstants()) {
                known.append(' ').append(one.name().toLowerCase(Locale.ROOT));
            }
            throw new IllegalArgumentException(
                    name
                            + ": no "
                            + type.getSimpleName().toLowerCase(Locale.ROOT)
                            + " of a fault. There is:"
                            + known,
                    e);
        }
    }
}
