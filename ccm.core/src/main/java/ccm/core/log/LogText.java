package ccm.core.log;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/** How a record of the log looks in a line for others: one line, of bounded length, no secrets. */
final class LogText {
    private static final int LONGEST = 1000;
    private static final int FAR = 10_000; // nothing behind it is looked at
    private static final String OURS = "ccm.";
    private static final SimpleFormatter FORMAT = new SimpleFormatter();

    /** What follows a word for a secret. Nothing of ours logs one; a library might. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "((?:pass(?:word|wd|phrase)?|secret|token|psk|psk_key|api_?key)"
                            + "[\"']?\\s{0,4}[:=]\\s{0,4})(\"[^\"]*\"|'[^']*'|[^\\s,;}\"']+)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN [^-]{0,40}PRIVATE KEY.*", Pattern.DOTALL);

    private LogText() {}

    static String of(LogRecord entry) {
        String source = String.valueOf(entry.getLoggerName());
        String name =
                source.startsWith(OURS) ? source.substring(source.lastIndexOf('.') + 1) : source;
        String message = FORMAT.formatMessage(entry);
        Throwable thrown = entry.getThrown();
        String text = name + ": " + message + (thrown == null ? "" : " (" + thrown + ")");
        return cut(clean(cut(text, FAR)), LONGEST)
                .replaceAll("\\s*[\\r\\n]+\\s*", " ")
                .replaceAll("\\p{Cntrl}", "?");
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    static String clean(String text) {
        String keyless = KEY.matcher(text).replaceAll("(a private key)");
        return SECRET.matcher(keyless).replaceAll("$1********");
    }

    /** In the words of SLF4J. */
    static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warn";
        }
        if (value >= Level.INFO.intValue()) {
            return "info";
        }
        return value >= Level.FINE.intValue() ? "debug" : "trace";
    }
}
