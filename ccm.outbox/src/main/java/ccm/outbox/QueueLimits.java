package ccm.outbox;

/**
 * How much one queue may hold.
 *
 * @param maxBytes bytes of its records, overhead included
 * @param maxCount records
 * @param maxAgeMillis how old a record gets; 0 for ever
 * @param maxRecord bytes of one record
 * @param dropOldest what gives way when the queue is full: the oldest records, or the new one
 */
record QueueLimits(
        long maxBytes, long maxCount, long maxAgeMillis, int maxRecord, boolean dropOldest) {}
