package ccm.cloud;

import java.util.concurrent.atomic.LongAdder;

/** What became of the messages of one cloud since the engine started. */
final class Tally {
    final LongAdder sent = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder dead = new LongAdder();
    final LongAdder droppedQos0 = new LongAdder();
}
