package ccm.outbox;

import java.util.List;
import java.util.Optional;

/**
 * What was found in the folder of a queue.
 *
 * @param segments oldest first
 * @param removed every record up to this number is removed
 * @param next number of the next record
 * @param count records kept
 * @param bytes they take
 * @param tail the last segment when it can be written on
 */
record Recovered(
        List<Segment> segments,
        long removed,
        long next,
        long count,
        long bytes,
        Optional<Tail> tail) {
    /**
     * Where to go on writing.
     *
     * @param capacity of the file
     * @param clean it has its whole length
     */
    record Tail(Segment segment, int capacity, boolean clean) {}

    static Recovered nothing() {
        return new Recovered(List.of(), 0, 1, 0, 0, Optional.empty());
    }
}
