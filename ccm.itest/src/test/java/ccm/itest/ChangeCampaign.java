package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.cloud.server.CloudServer;

/**
 * Credentials change while the host publishes, each time with another trouble in a step of the
 * change. A change costs one login, and one more where the trouble ended a connection that had
 * logged in, or refused a login.
 */
final class ChangeCampaign {
    private final CloudSite site;
    private final RecordTally tally;
    private final int[] worst = new int[Trouble.values().length]; // logins, by trouble
    private int changes;
    private int happened;
    private int logins;
    private int records;
    private int duplicates;
    private long nanos;

    /** What goes wrong, and how many logins more it may cost. */
    private enum Trouble {
        NONE("", "", 0),
        SLOW_CONNACK("", "delay=80@connack,times=1", 0),
        STRANGER_ONCE("", "refuse=%d@connect,times=1", 1),
        DROP_WHILE_LEAVING("", "drop@puback,times=1", 1),
        RESTART_WHILE_LEAVING("restart=30", "", 1),
        THROWN_OUT_BEFORE("rst", "", 1),
        DROP_AT_ACCEPT("", "drop@accept,times=1", 0),
        DROP_AT_TLS("", "drop@tls,times=1", 0),
        DROP_AT_CONNECT("", "drop@connect,times=1", 0),
        DROP_AT_CONNACK("", "drop@connack,times=1", 1),
        DROP_AT_SUBSCRIBE("", "drop@subscribe,times=1", 1),
        DROP_AT_SUBACK("", "rst@suback,times=1", 1),
        RESTART_AT_CONNACK("", "restart=20@connack,times=1", 1),
        SLOW_PUBACKS("", "throttle=20@puback,times=3", 0);

        private final String before;
        private final String during;
        private final int more;

        Trouble(String before, String during, int more) {
            this.before = before;
            this.during = during;
            this.more = more;
        }
    }

    ChangeCampaign(CloudSite site, RecordTally tally) {
        this.site = site;
        this.tally = tally;
    }

    /** One change. */
    void run(int number) throws Exception {
        Trouble trouble = Trouble.values()[number % Trouble.values().length];
        long begin = System.nanoTime();
        long mark = site.target().journal().last();
        try {
            change(number, trouble);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    site.target().sku()
                            + ": change "
                            + number
                            + ", "
                            + trouble
                            + ": "
                            + e.getMessage()
                            + site.target().journal().text(mark),
                    e);
        } finally {
            nanos += System.nanoTime() - begin;
        }
    }

    private void change(int number, Trouble trouble) throws Exception {
        CloudServer server = site.target().emulator().server();
        int published = tally.published();
        int again = tally.duplicates();
        settle(); // a connection may have been lost a moment ago
        long before = site.target().logins();
        int fired = server.faults().fired();
        tally.publish();
        if (!trouble.during.isEmpty()) {
            server.faults().add(String.format(trouble.during, site.target().stranger()));
        }
        if (!trouble.before.isEmpty()) {
            server.faults().add(trouble.before);
        }
        site.target().change(site, number);
        eventually(() -> assertTrue("no login", site.target().logins() > before));
        settle();
        server.faults().clear();
        int took = (int) (site.target().logins() - before);
        assertTrue(took + " logins", took <= 1 + trouble.more);
        assertEquals(site.status().toString(), 0, site.status().path("dead").asInt());
        worst[trouble.ordinal()] = Math.max(worst[trouble.ordinal()], took);
        changes++;
        happened += server.faults().fired() - fired;
        logins += took;
        records += tally.published() - published;
        duplicates += tally.duplicates() - again;
    }

    /** A record goes all the way. */
    private void settle() throws Exception {
        tally.publish();
        tally.assertAcknowledged();
        eventually(() -> tally.assertArrived(false));
        site.ready();
    }

    /** What all of them together came to. */
    String figures() {
        StringBuilder logged = new StringBuilder();
        for (Trouble each : Trouble.values()) {
            logged.append(each.ordinal() == 0 ? "" : " ").append(worst[each.ordinal()]);
        }
        return String.format(
                "%d changes, %d faults happened, %d records, 0 lost, %d duplicates, %d logins (at"
                        + " most, by trouble: %s), %.1f s",
                changes, happened, records, duplicates, logins, logged, nanos / 1e9);
    }
}
