package ccm.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The publishes of one connection that are not finished, oldest first; bounded. */
final class Window {
    /** QoS 0 messages handed to Paho and not written yet. */
    static final int QOS0_LIMIT = 4_096;

    private final int qos1Limit;
    private Receipt oldest;
    private Receipt newest;
    private int qos0;
    private int qos1;
    private String shut = ""; // why nobody gets in any more

    Window(int qos1Limit) {
        this.qos1Limit = qos1Limit;
    }

    /** Adds one. Returns why not. */
    synchronized Optional<String> add(Receipt receipt) {
        if (!shut.isEmpty()) {
            return Optional.of(shut);
        }
        int limit = receipt.qos == 0 ? QOS0_LIMIT : qos1Limit;
        if ((receipt.qos == 0 ? qos0 : qos1) >= limit) {
            return Optional.of(limit + " messages are unfinished. wait for some to finish");
        }
        count(receipt, 1);
        receipt.listed = true;
        receipt.older = newest;
        if (newest == null) {
            oldest = receipt;
        } else {
            newest.newer = receipt;
        }
        newest = receipt;
        return Optional.empty();
    }

    /** Takes one out, wherever it stands. Returns false when it was out already. */
    synchronized boolean remove(Receipt receipt) {
        if (!receipt.listed) {
            return false;
        }
        receipt.listed = false;
        count(receipt, -1);
        if (receipt.older == null) {
            oldest = receipt.newer;
        } else {
            receipt.older.newer = receipt.newer;
        }
        if (receipt.newer == null) {
            newest = receipt.older;
        } else {
            receipt.newer.older = receipt.older;
        }
        receipt.older = null;
        receipt.newer = null;
        return true;
    }

    /** Takes all out, in the order of their publishing, and lets no more in. */
    synchronized List<Receipt> close() {
        shut = "the connection is gone";
        List<Receipt> all = new ArrayList<>(qos0 + qos1);
        while (oldest != null) {
            all.add(oldest);
            remove(oldest);
        }
        return all;
    }

    /** Lets no more in. */
    synchronized void shut(String why) {
        shut = why;
    }

    /** Of those to other topics than these, the one that was published first. */
    synchronized Optional<Receipt> oldest(Set<String> without) {
        Receipt found = oldest;
        while (found != null && without.contains(found.topic)) {
            found = found.newer;
        }
        return Optional.ofNullable(found);
    }

    /** True when all are finished. */
    synchronized boolean isEmpty() {
        return oldest == null;
    }

    /** How long the oldest one has waited, in nanoseconds; 0 when there is none. */
    synchronized long waitedNanos(long now) {
        return oldest == null ? 0 : now - oldest.sentAt;
    }

    private void count(Receipt receipt, int difference) {
        if (receipt.qos == 0) {
            qos0 += difference;
        } else {
            qos1 += difference;
        }
    }
}
