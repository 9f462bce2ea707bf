package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.Generation;
import ccm.sim.host.HostLine;
import ccm.sim.host.NoisyLine;
import ccm.sim.host.Plan;
import ccm.sim.host.PtyLine;
import ccm.sim.host.Publisher;
import ccm.sim.host.SimHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Test;

/** A host that retries with keys and checksums over a bad line: each call takes effect once. */
public class NoisyLinePeersIT {
    private static final int CALLS = 20_000;
    private static final double BAD = 0.05;
    private static final long SEED = 20_000;
    private static final int WINDOW = 100;
    private static final Duration OVERDUE = Duration.ofMillis(700);
    private static final Duration DONE = Duration.ofMinutes(4);
    private static final String TOPIC = "noisy";

    @Test
    public void everyCallTakesEffectExactlyOnce() throws Exception {
        try (Installation site = new Installation();
                Messages messages = site.subscriber(TOPIC)) {
            site.gateway().startReady();
            HostLine line =
                    new DamagedAnswers(
                            new NoisyLine(new PtyLine(Optional.of(site.port())), BAD, BAD, SEED),
                            BAD,
                            SEED);
            try (SimHost host = new SimHost(line, Generation.E, true);
                    Publisher publisher = new Publisher(host, plan(), "")) {
                host.open();
                greet(host);
                publisher.open();
                publisher.publish(true);
                eventually(DONE, () -> assertEquals(CALLS, publisher.counts().answered()));
                assertEquals("refused", 0, publisher.counts().refused());
                assertEachOnce(messages);
                assertTheLineWasBad(host, publisher, site);
            }
        }
    }

    /** Until the gateway knows that this host sends checksums, a cut frame may pass as sloppy. */
    private static void greet(SimHost host) throws Exception {
        eventually(
                () -> {
                    try {
                        host.call("RPC.Ping", "{}").get(1, TimeUnit.SECONDS);
                    } catch (TimeoutException e) {
                        throw new AssertionError("not answered", e);
                    }
                });
    }

    private static void assertTheLineWasBad(SimHost host, Publisher publisher, Installation site)
            throws Exception {
        JsonNode link = uart(site.gateway().local().call("Link.Status", "").path("result"));
        long repeated = publisher.counts().repeated();
        System.out.printf(
                "NoisyLinePeersIT: %d calls, %d repeated, %d answers damaged, gateway: %s%n",
                CALLS, repeated, host.damaged(), link);
        assertTrue("repeated " + repeated, repeated > CALLS * BAD * 2);
        long unread = host.damaged() + link.path("error_echoes").asLong(); // dropped, or not JSON
        assertTrue("answers damaged " + unread, unread > CALLS * BAD / 2);
        assertTrue(link.toString(), link.path("crc_mismatches").asLong() > CALLS * BAD / 4);
        assertTrue(link.toString(), link.path("repeats").asLong() > CALLS * BAD);
    }

    private static JsonNode uart(JsonNode links) {
        for (JsonNode link : links) {
            if (link.path("channel").asText().equals("UART")) {
                return link;
            }
        }
        throw new AssertionError("no UART among " + links);
    }

    private static void assertEachOnce(Messages messages) {
        List<String> all = messages.await(CALLS);
        int[] effects = new int[CALLS + 1];
        for (String each : all) {
            effects[Integer.parseInt(each.replaceAll("\\D", ""))]++; // {"n":7}
        }
        for (int number = 1; number <= CALLS; number++) {
            assertEquals("effects of call " + number, 1, effects[number]);
        }
    }

    private static Plan plan() {
        return new Plan(TOPIC, 1, Plan.Style.IDEM, Duration.ZERO, WINDOW, CALLS, OVERDUE);
    }
}
