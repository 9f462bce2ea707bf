package ccm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one run over HTTP or WebSocket measured.
 *
 * @param requestsPerSecond over all connections together, each waiting for its answers
 * @param p50Micros median from sending a request to having its answer, at 200 a second
 * @param p99Micros the same, 99th percentile
 * @param cpuMicros processor time of the subject for a request, as fast as it can
 * @param startSeconds process start to the first answer
 * @param idleMegabytes resident memory before the load
 * @param peakMegabytes its high-water mark
 */
record WebFigures(
        double requestsPerSecond,
        double p50Micros,
        double p99Micros,
        double cpuMicros,
        double startSeconds,
        double idleMegabytes,
        double peakMegabytes) {
    /** What the table shows, in its order. */
    static Map<String, ToDoubleFunction<WebFigures>> columns() {
        Map<String, ToDoubleFunction<WebFigures>> columns = new LinkedHashMap<>();
        columns.put("requests/s", WebFigures::requestsPerSecond);
        columns.put("CPU us/request", WebFigures::cpuMicros);
        columns.put("p50 us", WebFigures::p50Micros);
        columns.put("p99 us", WebFigures::p99Micros);
        columns.put("start s", WebFigures::startSeconds);
        columns.put("RSS idle MB", WebFigures::idleMegabytes);
        columns.put("RSS peak MB", WebFigures::peakMegabytes);
        return columns;
    }
}
