package ccm.bench.codec;

/** The frames that a host sends in the benchmarks. */
public final class Frames {
    private Frames() {}

    /** An {@code MQTT.Pub} frame; with an id when that is over 0. */
    public static String publish(String topic, String message, int qos, long id) {
        String start = id > 0 ? "{\"id\":" + id + ",\"method\"" : "{\"method\"";
        return start
                + ":\"MQTT.Pub\",\"params\":{\"topic\":\""
                + topic
                + "\",\"message\":\""
                + message
                + "\",\"qos\":"
                + qos
                + "}}";
    }
}
