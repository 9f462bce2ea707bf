package ccm.api.cloud;

/**
 * What a cloud can carry.
 *
 * @param anyTopic true when it takes every topic and every filter; otherwise its connector maps the
 *     host's topics, and of what comes in the engine hands on what a filter of the host matches
 * @param maxPayload bytes of the largest message it takes
 * @param maxInflight how many unacknowledged messages it takes at a time, at least 1
 * @param retain true when it keeps retained messages
 * @param rate messages a second that it takes over time, above 0; {@link #ANY_RATE} for no limit.
 *     Twice as many may go at once; the engine keeps to it
 */
public record Capabilities(
        boolean anyTopic, int maxPayload, int maxInflight, boolean retain, double rate) {
    /** No limit. */
    public static final double ANY_RATE = Double.POSITIVE_INFINITY;

    /** How many answers to calls a cloud takes at a time, on top of {@link #maxInflight}. */
    public static final int ANSWERS = 64;

    public Capabilities {
        if (maxPayload < 1 || maxInflight < 1) {
            throw new IllegalArgumentException(
                    "maxPayload "
                            + maxPayload
                            + " and maxInflight "
                            + maxInflight
                            + " must be at least 1");
        }
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate " + rate + " must be above 0");
        }
    }

    /** As many a second as there are. */
    public Capabilities(boolean anyTopic, int maxPayload, int maxInflight, boolean retain) {
        this(anyTopic, maxPayload, maxInflight, retain, ANY_RATE);
    }
}
