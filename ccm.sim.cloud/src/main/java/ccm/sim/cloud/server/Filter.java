package ccm.sim.cloud.server;

/** What a client subscribes to: an MQTT topic filter and the QoS that it asks for. */
public record Filter(String filter, int qos) {
    /** SUBACK: refused. */
    public static final int REFUSED = 0x80;

    /** True when the filter is one that MQTT 3.1.1 section 4.7 allows. */
    public boolean valid() {
        return !filter.isEmpty()
                && filter.matches("(([^+#/]*|\\+)/)*([^+#/]*|\\+|#)")
                && filter.indexOf(0) < 0;
    }

    /** Whether a topic matches a filter, as MQTT 3.1.1 section 4.7 has it. */
    public static boolean matches(String filter, String topic) {
        return matches(filter, topic, true);
    }

    /**
     * Whether a topic matches a filter.
     *
     * @param parent false where {@code a/#} does not match {@code a}
     */
    public static boolean matches(String filter, String topic, boolean parent) {
        if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
            return false;
        }
        String[] wanted = filter.split("/", -1);
        String[] found = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return found.length > i || parent && found.length == i;
            }
            if (i >= found.length || !wanted[i].equals("+") && !wanted[i].equals(found[i])) {
                return false;
            }
        }
        return wanted.length == found.length;
    }
}
