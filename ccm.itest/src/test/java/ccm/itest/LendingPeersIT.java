package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import ccm.testing.Mosquitto;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The host's line is lent to who writes firmware: what is for the host waits meanwhile. */
public class LendingPeersIT {
    private static final int MESSAGES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Rule public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void messagesForTheHostWaitUntilItsLineIsBack() throws Exception {
        try (Mosquitto broker = Mosquitto.plain();
                RawHost host = new RawHost();
                InProcessGateway gateway = gateway(broker, host)) {
            host.awaitGateway().call("1", "MQTT.Sub", "{\"topic\":\"lent/#\",\"qos\":1}");
            int mark = host.mark();
            AutoCloseable line = borrow(gateway.context());
            LocalClient local = gateway.local();
            for (int i = 0; i < MESSAGES; i++) {
                String params = "{\"topic\":\"lent/1\",\"message\":\"m" + i + "\",\"qos\":1}";
                String answer = local.call("MQTT.Pub", params).toString();
                assertFalse(answer, answer.contains("error"));
            }
            eventually(PATIENCE, () -> assertEquals(MESSAGES, kept(local)));
            assertEquals(List.of(), messages(host, mark));
            line.close();
            eventually(PATIENCE, () -> assertEquals(numbers(), messages(host, mark)));
            eventually(PATIENCE, () -> assertEquals(0, kept(local)));
            assertFalse(host.call("2", "Sys.GetInfo", "{}").path("result").isMissingNode());
        }
    }

    /** By its name: the contract has another class loader in there. */
    private static AutoCloseable borrow(BundleContext context) throws Exception {
        ServiceReference<?> reference =
                context.getAllServiceReferences("ccm.api.link.RawLender", null)[0];
        Object lender = context.getService(reference);
        Class<?> contract = lender.getClass().getInterfaces()[0];
        return (AutoCloseable)
                contract.getMethod("borrow", String.class, Duration.class)
                        .invoke(lender, "test", PATIENCE);
    }

    private static int kept(LocalClient local) throws Exception {
        return local.call("Cloud.Status", "").at("/result/inbox/count").asInt();
    }

    private static List<String> numbers() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
    }

    private static List<String> messages(RawHost host, int mark) {
        return host.lines().stream()
                .skip(mark)
                .filter(line -> line.contains("MQTT.Message"))
                .map(line -> line.replaceAll(".*\"message\":\"(.*)\"}}", "$1"))
                .toList();
    }

    private InProcessGateway gateway(Mosquitto broker, RawHost host) throws Exception {
        String settings =
                "{\"mqtt\":{\"enable\":true,\"server\":\"127.0.0.1:"
                        + broker.port()
                        + "\"},\"host\":{\"rpc\":{\"uart\":{\"port\":\""
                        + host.device()
                        + "\"}}}}";
        return new InProcessGateway("mqtt", folder.newFolder().toPath(), settings);
    }
}
