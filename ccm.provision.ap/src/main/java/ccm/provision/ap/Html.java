package ccm.provision.ap;

/** Text of strangers inside a page. */
final class Html {
    private static final String REPLACED = "\uFFFD";

    private Html() {}

    /** Text as it may stand between tags and in quoted attributes. */
    static String text(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(safe, point));
        return safe.toString();
    }

    /** A name that a stranger chose: it cannot turn the direction of the text around it. */
    static String name(String name) {
        return "<bdi>" + text(name) + "</bdi>";
    }

    private static void append(StringBuilder safe, int point) {
        switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> {
                if (isInvisible(point)) {
                    safe.append(REPLACED);
                } else {
                    safe.appendCodePoint(point);
                }
            }
        }
    }

    /** Control characters, those that turn directions, and half characters. */
    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || point >= 0x202A && point <= 0x202E
                || point >= 0x2066 && point <= 0x2069;
    }
}
