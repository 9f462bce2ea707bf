package ccm.cloud;

/** What MQTT 3.1.1 section 4.7 says of topic names and filters. */
final class Topics {
    static final int MAX_BYTES = 65_535;
    static final String NAME_RULE = "1 to 65535 bytes of UTF-8 without +, # and NUL";
    static final String FILTER_RULE =
            "1 to 65535 bytes of UTF-8 without NUL, with + alone in its level and # alone in the"
                    + " last one";

    private Topics() {}

    /** True for a name that can be published to. */
    static boolean isName(String topic) {
        return isText(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /** True for a filter that can be subscribed to. */
    static boolean isFilter(String filter) {
        if (!isText(filter)) {
            return false;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.indexOf('+') >= 0 || level.indexOf('#') >= 0;
            if (wild && level.length() > 1 || level.equals("#") && i < levels.length - 1) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String topic) {
        return !topic.isEmpty() && topic.indexOf('\0') < 0 && encodes(topic);
    }

    /** True when it fits and every surrogate has its partner. */
    private static boolean encodes(String topic) {
        int bytes = 0;
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == topic.length()
                        || !Character.isLowSurrogate(topic.charAt(i + 1))) {
                    return false;
                }
                i++;
                bytes += 4;
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return bytes <= MAX_BYTES;
    }
}
