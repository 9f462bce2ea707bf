package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.sim.host.Generation;
import ccm.sim.host.PtyLine;
import ccm.sim.host.SimHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Hosts with each generation of the library that is in the field, plugged in one after another. */
@RunWith(Parameterized.class)
public class GenerationsPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int LIMIT = 255;

    private static Installation site;

    @Parameter public Generation generation;

    @Parameters(name = "{0}")
    public static Generation[] all() {
        return Generation.values();
    }

    @BeforeClass
    public static void start() throws Exception {
        site = new Installation();
        site.gateway().startReady();
    }

    @AfterClass
    public static void stop() throws Exception {
        site.close();
    }

    @Test
    public void isDiscoveredCalledAndToldOfMessages() throws Exception {
        try (SimHost host = new SimHost(new PtyLine(Optional.of(site.port())), generation, false)) {
            host.open();
            eventually(
                    PATIENCE, () -> assertTrue("discovered", exported().contains("\"LED.Set\"")));
            CcmCommand.Result sum =
                    new CcmCommand()
                            .run(
                                    Map.of("CCM_DATA", site.data().toString()),
                                    "call",
                                    "Sum",
                                    "[2,3]");
            assertEquals(sum.err(), "5", sum.out().strip());

            String topic = "g/" + generation;
            host.call("MQTT.Sub", "{\"topic\":\"" + topic + "\",\"qos\":1}")
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            site.publish(topic, List.of("a/b", "x".repeat(LIMIT), "last"));
            eventually(PATIENCE, () -> assertEquals("messages", 2, host.messages().size()));
            assertEquals("a/b", host.messages().get(0).message());
            assertEquals("last", host.messages().get(1).message());
            for (String line : host.tape().received()) {
                assertTrue(line, line.length() <= LIMIT);
            }
        }
        eventually(PATIENCE, () -> assertTrue("gone", !exported().contains("\"LED.Set\"")));
    }

    private static String exported() throws Exception {
        return site.gateway().local().call("RPC.List", "").path("result").toString();
    }
}
