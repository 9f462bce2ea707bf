package ccm.api.outbox;

/**
 * What a queue holds and what became of the rest.
 *
 * @param count records kept
 * @param bytes bytes they take
 * @param oldestMillis when the oldest was appended, milliseconds since the epoch; 0 when empty
 * @param dropped records dropped by age or by the drop-oldest policy since the process started
 * @param rejected appends refused because a limit was reached, since the process started
 * @param damaged records lost to a damaged file, since the process started
 */
public record QueueStatus(
        long count, long bytes, long oldestMillis, long dropped, long rejected, long damaged) {}
