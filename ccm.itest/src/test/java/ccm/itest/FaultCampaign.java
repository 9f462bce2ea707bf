package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.itest.FaultSchedule.Deed;
import ccm.sim.cloud.server.Faults;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Runs with faults, one after the other on one site. After each, all that the gateway acknowledged
 * has come to the cloud, in its order, and host and shadow are what is desired.
 */
final class FaultCampaign {
    private static final int LOGINS = 4; // that a run may need besides those its faults cost
    private static final int LOGINS_A_FAULT = 3;

    private final CloudSite site;
    private final LongFunction<FaultSchedule> plans;
    private final String name;
    private final RecordTally tally;
    private final Figures figures = new Figures();

    /** What all runs together came to. */
    static final class Figures {
        int runs;
        int armed;
        int fired;
        int records;
        int duplicates;
        int flips;
        int logins;
        long nanos;

        @Override
        public String toString() {
            return String.format(
                    "%d runs, %d faults armed, %d happened, %d records, 0 lost, %d duplicates,"
                            + " %d wishes, %d logins, %.1f s",
                    runs, armed, fired, records, duplicates, flips, logins, nanos / 1e9);
        }
    }

    private FaultCampaign(
            String name, CloudSite site, RecordTally tally, LongFunction<FaultSchedule> plans) {
        this.name = name;
        this.site = site;
        this.tally = tally;
        this.plans = plans;
    }

    /**
     * What breaks, comes late or comes twice.
     *
     * @param patient true to let the cloud refuse requests now and then
     */
    static FaultCampaign loud(CloudSite site, RecordTally tally, boolean patient) {
        return new FaultCampaign(
                "faults", site, tally, seed -> FaultSchedule.of(seed, site.target(), patient));
    }

    /** What stays and says nothing. */
    static FaultCampaign silent(CloudSite site, RecordTally tally) {
        return new FaultCampaign(
                "silence", site, tally, seed -> FaultSchedule.silent(seed, site.target()));
    }

    Figures figures() {
        return figures;
    }

    /** One run. What is wrong with it names the seed, what happened and how to repeat it. */
    void run(long seed) throws Exception {
        FaultSchedule schedule = plans.apply(seed);
        long mark = site.target().journal().last();
        long begin = System.nanoTime();
        try {
            run(schedule);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    site.target().sku()
                            + ": "
                            + e.getMessage()
                            + "\n"
                            + schedule
                            + "\nagain: -Dccm.cloud="
                            + site.target().sku()
                            + " -Dccm.campaign="
                            + name
                            + " -Dccm.seed="
                            + seed
                            + site.target().journal().text(mark),
                    e);
        } finally {
            figures.runs++;
            figures.nanos += System.nanoTime() - begin;
        }
    }

    private void run(FaultSchedule schedule) throws Exception {
        Faults faults = site.target().emulator().server().faults();
        int before = faults.fired();
        long logins = logins();
        schedule.armed().forEach(faults::add);
        int published = tally.published();
        int duplicates = tally.duplicates();
        for (Deed deed : schedule.deeds()) {
            carryOut(deed);
        }
        tally.assertAcknowledged();
        eventually(() -> tally.assertArrived(schedule.shuffles()));
        eventually(this::assertConverged);
        site.ready();
        faults.clear();
        site.target().emulator().server().closeSilent();
        int fired = faults.fired() - before;
        long took = logins() - logins;
        assertTrue(
                took + " logins for " + fired + " faults",
                took <= LOGINS + (long) LOGINS_A_FAULT * fired);
        figures.armed += schedule.armed().size();
        figures.fired += fired;
        figures.records += tally.published() - published;
        figures.duplicates += tally.duplicates() - duplicates;
        figures.logins += (int) took;
    }

    private void carryOut(Deed deed) {
        if (deed instanceof Deed.Publish) {
            tally.publish();
        } else if (deed instanceof Deed.Desire desire) {
            site.target().emulator().desire(desire.patch());
            figures.flips++;
        } else if (deed instanceof Deed.Change change) {
            site.host().change(change.patch());
        } else if (deed instanceof Deed.Strike strike) {
            site.target().emulator().server().faults().add(strike.rule());
        } else if (deed instanceof Deed.Refuse) {
            site.target().refuse();
        } else if (deed instanceof Deed.Wait wait) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait.millis()));
        }
    }

    private void assertConverged() throws Exception {
        ObjectNode shadow = site.target().emulator().shadow();
        ObjectNode host = site.host().state();
        String all = "shadow " + shadow + ", host " + host;
        assertTrue(all, holds(host, shadow.path("desired")));
        assertEquals(all, host, shadow.path("reported"));
        JsonNode status = site.status();
        assertEquals(status.toString(), 0, status.path("queue").path("count").asInt());
        assertEquals(status.toString(), 0, status.path("dead").asInt());
    }

    /** True when all members of what is wanted are so. */
    private static boolean holds(JsonNode host, JsonNode wanted) {
        if (!wanted.isObject()) {
            return host.equals(wanted);
        }
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            if (!holds(host.path(member.getKey()), member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private long logins() {
        return site.target().logins();
    }
}
