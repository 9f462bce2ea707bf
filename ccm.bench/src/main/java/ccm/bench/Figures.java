package ccm.bench;

/**
 * What one run measured.
 *
 * @param startSeconds process start to first message at a subscriber
 * @param p50Micros median from writing a line to the subscriber having it, at 100 lines a second
 * @param p99Micros the same, 99th percentile
 * @param framesPerSecond lines a second, as fast as the terminal takes them
 * @param idleMegabytes resident memory, working but with nothing to do
 * @param peakMegabytes its high-water mark
 * @param lost messages that never came
 */
record Figures(
        double startSeconds,
        double p50Micros,
        double p99Micros,
        double framesPerSecond,
        double idleMegabytes,
        double peakMegabytes,
        long lost) {}
