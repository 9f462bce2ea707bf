package ccm.api.cloud;

/**
 * What a cloud can carry.
 *
 * @param anyTopic true when it takes every topic and every filter
 * @param maxPayload bytes of the largest message it takes
 * @param maxInflight how many unacknowledged messages it takes at a time, at least 1
 * @param retain true when it keeps retained messages
 */
public record Capabilities(boolean anyTopic, int maxPayload, int maxInflight, boolean retain) {
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
    }
}
