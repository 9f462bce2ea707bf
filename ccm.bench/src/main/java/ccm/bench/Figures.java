package ccm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one run measured.
 *
 * @param startSeconds process start to first message at a subscriber
 * @param p50Micros median from writing a line to the subscriber having it, at 100 lines a second
 * @param p99Micros the same, 99th percentile
 * @param framesPerSecond lines a second, as fast as the terminal takes them
 * @param cpuMicros processor time of the subject for one of those lines
 * @param switchesPerThousand how often its threads went to sleep for 1000 of those lines
 * @param idleMegabytes resident memory, working but with nothing to do
 * @param peakMegabytes its high-water mark
 * @param lost messages that never came
 */
record Figures(
        double startSeconds,
        double p50Micros,
        double p99Micros,
        double framesPerSecond,
        double cpuMicros,
        double switchesPerThousand,
        double idleMegabytes,
        double peakMegabytes,
        long lost) {
    /** What the table shows, in its order. */
    static Map<String, ToDoubleFunction<Figures>> columns() {
        Map<String, ToDoubleFunction<Figures>> columns = new LinkedHashMap<>();
        columns.put("frames/s", Figures::framesPerSecond);
        columns.put("CPU us/frame", Figures::cpuMicros);
        columns.put("switches/1000", Figures::switchesPerThousand);
        columns.put("p50 us", Figures::p50Micros);
        columns.put("p99 us", Figures::p99Micros);
        columns.put("start s", Figures::startSeconds);
        columns.put("RSS idle MB", Figures::idleMegabytes);
        columns.put("RSS peak MB", Figures::peakMegabytes);
        columns.put("lost", Figures::lost);
        return columns;
    }
}
