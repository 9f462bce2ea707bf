package ccm.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.itest.CloudTarget.Came;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The numbered records that a host has published, and what became of them. */
final class RecordTally {
    private final CloudSite site;
    private final List<CloudSite.Record> asked = new ArrayList<>(); // and not looked at yet
    private final Set<Integer> due = new HashSet<>(); // acknowledged, and not come yet
    private final Set<Integer> come = new HashSet<>();
    private final Map<String, Integer> last = new HashMap<>(); // first copies, by topic
    private final List<String> disorder = new ArrayList<>();
    private int number;
    private int duplicates;

    RecordTally(CloudSite site) {
        this.site = site;
    }

    /** The host publishes the next one. */
    void publish() {
        asked.add(site.publish(++number));
    }

    int published() {
        return number;
    }

    int duplicates() {
        return duplicates;
    }

    /** Waits until the gateway has acknowledged all that was published. */
    void assertAcknowledged() throws Exception {
        for (CloudSite.Record each : asked) {
            assertTrue("not taken: " + each.answer(), each.acknowledged());
            due.add(each.number());
        }
        asked.clear();
        due.removeAll(come);
    }

    /**
     * All that was acknowledged has come to the cloud.
     *
     * @param shuffled true when the cloud itself may have taken them in another order
     */
    void assertArrived(boolean shuffled) {
        for (Came each : site.target().came()) {
            if (!come.add(each.number())) {
                duplicates++;
                continue;
            }
            due.remove(each.number());
            int earlier = last.getOrDefault(each.topic(), 0);
            last.put(each.topic(), Math.max(earlier, each.number()));
            if (!shuffled && each.number() < earlier) {
                disorder.add(each.topic() + ": " + each.number() + " came behind " + earlier);
            }
        }
        assertEquals("order", List.of(), disorder);
        assertEquals("acknowledged to the host, and not in the cloud", Set.of(), due);
    }
}
