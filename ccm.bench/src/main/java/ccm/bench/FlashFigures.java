package ccm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What writing firmware took.
 *
 * @param seconds from the first byte for the loader until it is left
 * @param bytes that the loader was sent
 */
record FlashFigures(double seconds, double bytes) {
    /** What the table shows, in its order. */
    static Map<String, ToDoubleFunction<FlashFigures>> columns() {
        Map<String, ToDoubleFunction<FlashFigures>> columns = new LinkedHashMap<>();
        columns.put("write and verify s", FlashFigures::seconds);
        columns.put("bytes sent", FlashFigures::bytes);
        return columns;
    }
}
