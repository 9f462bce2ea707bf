package ccm.ota.fetch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the head of an answer says of the bytes that follow. */
record Head(String etag, String modified, long length, long from, long total) {
    private static final Pattern RANGE =
            Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    static Head of(WebConnection answer) {
        String range = answer.header("Content-Range");
        Matcher parts = RANGE.matcher(range);
        boolean ranged = parts.matches();
        boolean totalKnown = ranged && !parts.group(2).equals("*");
        return new Head(
                answer.header("ETag"),
                answer.header("Last-Modified"),
                answer.length(),
                ranged ? Long.parseLong(parts.group(1)) : -1,
                totalKnown ? Long.parseLong(parts.group(2)) : 0);
    }

    /** What to ask with whether there is something newer; empty when the server does not say. */
    String tag() {
        return etag.isEmpty() ? modified : etag;
    }

    /** By what the rest can be asked for; an ETag that is weak does not vouch for each byte. */
    String strongTag() {
        return etag.startsWith("\"") ? etag : modified;
    }

    /** True when these are the next bytes of what has come. */
    boolean continues(Partial partial) {
        boolean sameTag = !partial.tag().startsWith("\"") || partial.tag().equals(etag);
        boolean sameTotal = total == 0 || partial.total() == 0 || total == partial.total();
        return from == partial.length() && sameTotal && (sameTag || etag.isEmpty());
    }
}
