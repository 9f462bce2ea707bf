package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.itest.FaultSchedule.Cell;
import ccm.sim.cloud.server.CloudServer;
import ccm.sim.cloud.server.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A gateway becomes somebody else again and again, and each time something goes wrong at a step of
 * that. Meanwhile its host publishes: nothing that was acknowledged is lost, and it ends connected.
 */
final class NewcomerCampaign {
    private static final Duration LIMIT = Duration.ofSeconds(40); // of a busy machine
    private static final List<String> REFUSED = List.of("CREDENTIALS", "TLS");
    private static final int LOGINS = 3; // that a run may need besides those its faults cost
    private static final int LOGINS_A_FAULT = 3;

    private final CloudSite site;
    private final RecordTally tally;
    private final Newcomers newcomers;
    private final List<Case> cases = new ArrayList<>();
    private int runs;
    private int happened;
    private int records;
    private int duplicates;
    private int logins;
    private long seen;
    private long nanos;

    /** What goes wrong: at a step, or, without one, for a word of the cloud. */
    private record Case(Optional<Cell> cell, boolean less, boolean expired) {
        @Override
        public String toString() {
            return cell.map(each -> each.kind() + "@" + each.place())
                    .orElse(less ? "asked for less" : "expired");
        }
    }

    NewcomerCampaign(CloudSite site, RecordTally tally, Newcomers newcomers) {
        this.site = site;
        this.tally = tally;
        this.newcomers = newcomers;
        FaultSchedule.cells(
                        newcomers.places(),
                        (kind, step) ->
                                FaultSchedule.fits(kind, step)
                                        || FaultSchedule.silences(kind, step))
                .forEach(cell -> cases.add(new Case(Optional.of(cell), false, false)));
        cases.add(new Case(Optional.empty(), true, false));
        cases.add(new Case(Optional.empty(), false, true));
    }

    /** How many runs have each case once. */
    int cases() {
        return cases.size();
    }

    void run(long seed) throws Exception {
        Case trouble = FaultSchedule.next(cases, seed);
        long begin = System.nanoTime();
        long mark = newcomers.server().journal().last();
        try {
            run(seed, trouble);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    String.format(
                            "%s: newcomer %d, %s: %s%nagain: -Dccm.cloud=%1$s"
                                    + " -Dccm.campaign=newcomers -Dccm.seed=%2$d%s",
                            site.target().sku(),
                            seed,
                            trouble,
                            e.getMessage() + "; " + site.status(),
                            newcomers.server().journal().text(mark)),
                    e);
        } finally {
            runs++;
            nanos += System.nanoTime() - begin;
        }
    }

    private void run(long seed, Case trouble) throws Exception {
        CloudServer server = newcomers.server();
        String name = "new-" + seed;
        int before = server.faults().fired();
        int published = tally.published();
        int again = tally.duplicates();
        logins();
        trouble.cell()
                .map(cell -> rule(cell, seed))
                .ifPresent(rule -> server.faults().add(newcomers.only(name, rule)));
        newcomers.askForLess(trouble.less() ? 2 : 0);
        if (trouble.expired()) {
            newcomers.expire(true, seed);
        }
        tally.publish();
        newcomers.arrive(site, name);
        tally.publish();
        tally.publish();
        if (trouble.expired()) {
            eventually(LIMIT, () -> assertTrue(fault(), REFUSED.contains(fault())));
            newcomers.expire(false, seed);
            site.reconnect(); // as when a person has mended it, and does not want to wait
        }
        tally.assertAcknowledged();
        eventually(LIMIT, () -> assertTrue("not known", newcomers.knows(name)));
        eventually(LIMIT, () -> tally.assertArrived(false));
        site.ready();
        server.faults().clear();
        server.closeSilent();
        int fired = server.faults().fired() - before;
        int took = logins();
        assertTrue(
                took + " logins for " + fired + " faults",
                trouble.expired() || took <= LOGINS + LOGINS_A_FAULT * fired);
        assertEquals(site.status().toString(), 0, site.status().path("dead").asInt());
        happened += fired + (trouble.cell().isPresent() ? 0 : 1);
        records += tally.published() - published;
        duplicates += tally.duplicates() - again;
        logins += took;
    }

    /** At the first of its step: a newcomer comes there only once or twice. */
    private static FaultRule rule(Cell cell, long seed) {
        return FaultSchedule.rule(cell, new Random(seed)).nth(0);
    }

    private String fault() throws Exception {
        return site.status().path("fault").asText();
    }

    /** How often somebody asked to come in, since this was asked the last time. */
    private int logins() {
        int count = 0;
        for (var each : newcomers.server().journal().since(seen)) {
            seen = each.number();
            count += each.kind().equals("connect") || each.kind().equals("refuse") ? 1 : 0;
        }
        return count;
    }

    /** What all of them together came to. */
    String figures() {
        return String.format(
                "%d newcomers, %d faults happened, %d records, 0 lost, %d duplicates, %d logins,"
                        + " %.1f s",
                runs, happened, records, duplicates, logins, nanos / 1e9);
    }
}
