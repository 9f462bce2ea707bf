package ccm.sim.demo;

import java.util.BitSet;

/** Which of the numbered messages have come. Safe for use by many threads. */
final class Tally {
    private final BitSet seen = new BitSet();

    /** Message {@code number} has come, perhaps again. */
    synchronized void came(int number) {
        seen.set(number);
    }

    /** How many different ones have come. */
    synchronized int count() {
        return seen.cardinality();
    }
}
