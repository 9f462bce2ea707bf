package ccm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one run with an emulated cloud measured.
 *
 * @param burstPerSecond messages a second while as many go as the cloud takes at once
 * @param heldPerSecond messages a second over time
 * @param wishMicros median from wishing something of the shadow to the device having it
 * @param lateWishMicros the same, 99th percentile
 * @param firstSeconds process start to the first message in the cloud; not a number for the peer
 * @param idleMegabytes resident memory, connected; not a number for the peer
 */
record CloudFigures(
        double burstPerSecond,
        double heldPerSecond,
        double wishMicros,
        double lateWishMicros,
        double firstSeconds,
        double idleMegabytes) {
    /** What the table shows, in its order. */
    static Map<String, ToDoubleFunction<CloudFigures>> columns() {
        Map<String, ToDoubleFunction<CloudFigures>> columns = new LinkedHashMap<>();
        columns.put("burst messages/s", CloudFigures::burstPerSecond);
        columns.put("held messages/s", CloudFigures::heldPerSecond);
        columns.put("shadow p50 us", CloudFigures::wishMicros);
        columns.put("shadow p99 us", CloudFigures::lateWishMicros);
        columns.put("first message s", CloudFigures::firstSeconds);
        columns.put("RSS idle MB", CloudFigures::idleMegabytes);
        return columns;
    }
}
