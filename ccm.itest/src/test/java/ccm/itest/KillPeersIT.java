package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import ccm.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The promise of the delivery contract, with everything killed that can be killed. */
public class KillPeersIT {
    private static final int MESSAGES = 100_000;
    private static final int BROKER_KILLS = 20;
    private static final int GATEWAY_KILLS = 10;
    private static final Duration DRAINED = Duration.ofMinutes(3);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void answeredMessagesSurviveKillsOfGatewayAndBroker() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                Gate gate = new Gate(broker.port());
                Arrivals arrivals = new Arrivals();
                PublishingHost host = new PublishingHost();
                GatewayProcess gateway = gateway(folder.newFolder("data").toPath(), gate, host)) {
            arrivals.subscribe(broker.port(), PublishingHost.TOPIC + "/#");
            gateway.start();
            int kills = BROKER_KILLS + GATEWAY_KILLS;
            for (int number = 0; number < MESSAGES; number++) {
                if (number > 0 && number % (MESSAGES / kills) == 0) {
                    kill(number / (MESSAGES / kills), broker, gate, arrivals, gateway);
                }
                host.publish(number);
            }
            eventually(DRAINED, () -> assertEquals("frames without an answer", 0, host.open()));
            eventually(
                    DRAINED,
                    () -> assertEquals("messages at the subscriber", MESSAGES, arrivals.count()));
            assertTrue("refused: " + host.refused(), host.refused().isEmpty());
            assertEquals("order by topic", "", arrivals.disorder());
            System.out.printf(
                    "KillPeersIT: %d messages, %d came more than once%n",
                    MESSAGES, arrivals.repeated());
        }
    }

    /** Of three kills, two hit the broker and one the gateway. */
    private static void kill(
            int turn, Mosquitto broker, Gate gate, Arrivals arrivals, GatewayProcess gateway)
            throws Exception {
        if (turn % 3 == 0) {
            gateway.kill();
            gateway.start();
        } else {
            gate.shut();
            broker.kill();
            broker.restart();
            arrivals.subscribe(broker.port(), PublishingHost.TOPIC + "/#");
            gate.open();
        }
    }

    private static GatewayProcess gateway(Path data, Gate gate, PublishingHost host)
            throws Exception {
        return new GatewayProcess(
                "mqtt",
                data,
                "mqtt.enable=true",
                "mqtt.server=127.0.0.1:" + gate.port(),
                "mqtt.reconnect_timeout_min=0.1",
                "mqtt.reconnect_timeout_max=1",
                "host.rpc.uart.port=" + host.device());
    }
}
