package ccm.core.host;

import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class SwapTest {
    private final RecordingLink uart = new RecordingLink("UART");
    @TempDir File folder;
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = new Gateway(folder);
        gateway.methods.add("Null", call -> NullNode.instance);
    }

    @AfterEach
    void close() throws InterruptedException {
        gateway.close();
    }

    @Test
    void holdsACallWhoseMethodIsBeingSwapped() {
        AtomicInteger runs = count("MQTT.Pub");
        gateway.methods.remove("MQTT.Pub");

        assertFalse(gateway.feed(uart, "{\"id\":1,\"method\":\"MQTT.Pub\"}"));
        assertFalse(gateway.feed(uart, "{\"method\":\"mqtt.pub\",\"idem\":\"k\"}"));
        gateway.methods.add("MQTT.Pub", call -> IntNode.valueOf(runs.incrementAndGet()));
        assertTrue(gateway.feed(uart, "{\"id\":1,\"method\":\"MQTT.Pub\"}"));
        assertTrue(gateway.feed(uart, "{\"method\":\"mqtt.pub\",\"idem\":\"k\"}"));

        assertEquals(List.of("{\"id\":1,\"result\":1}"), uart.lines());
        assertEquals(2, runs.get());
    }

    @Test
    void givesUpOnAMethodThatDoesNotComeBack() {
        count("MQTT.Pub");
        gateway.methods.remove("MQTT.Pub");

        gateway.methods.pass(9_999);
        assertFalse(gateway.feed(uart, "{\"id\":1,\"method\":\"MQTT.Pub\"}"));
        gateway.methods.pass(2);
        assertTrue(gateway.feed(uart, "{\"id\":1,\"method\":\"MQTT.Pub\"}"));

        assertTrue(last().contains("-32601"), last());
    }

    @Test
    void aMethodThatIsStoppedInTheMiddleGetsTheCallAgain() {
        gateway.methods.add(
                "Swap",
                call -> {
                    gateway.methods.remove("Swap");
                    throw new IllegalStateException("component is deactivated");
                });

        assertFalse(gateway.feed(uart, "{\"id\":1,\"method\":\"Swap\"}"));
        gateway.methods.add("Swap", call -> NullNode.instance);
        assertTrue(gateway.feed(uart, "{\"id\":1,\"method\":\"Swap\"}"));

        assertEquals(List.of("{\"id\":1,\"result\":null}"), uart.lines());
    }

    @Test
    void aRefusalOfAMethodThatIsStoppedInTheMiddleIsNotTold() {
        gateway.methods.add(
                "Swap",
                call -> {
                    gateway.methods.remove("Swap");
                    throw RpcException.limit("Swap: no cloud is enabled");
                });

        assertFalse(gateway.feed(uart, "{\"id\":1,\"method\":\"Swap\"}"));
        gateway.methods.add("Swap", call -> NullNode.instance);
        assertTrue(gateway.feed(uart, "{\"id\":1,\"method\":\"Swap\"}"));

        assertEquals(List.of("{\"id\":1,\"result\":null}"), uart.lines());
    }

    @Test
    void answersWhatStillRunsBeforeItStops() throws Exception {
        CompletableFuture<JsonNode> slow = new CompletableFuture<>();
        gateway.methods.addDeferred("Slow", call -> slow);
        uart("{\"id\":1,\"method\":\"Slow\"}");

        Thread stop = new Thread(this::closeRouter, "test-stop");
        stop.start();
        eventually(() -> assertFalse(gateway.feed(uart, "{\"method\":\"Null\"}")));
        slow.complete(NullNode.instance);
        stop.join(1900);

        assertFalse(stop.isAlive());
        assertEquals(List.of("{\"id\":1,\"result\":null}"), uart.lines());
    }

    private void closeRouter() {
        try {
            gateway.router.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AtomicInteger count(String method) {
        AtomicInteger runs = new AtomicInteger();
        gateway.methods.add(method, call -> IntNode.valueOf(runs.incrementAndGet()));
        return runs;
    }

    private void uart(String line) {
        assertTrue(gateway.feed(uart, line), line);
    }

    private String last() {
        return uart.lines().get(uart.lines().size() - 1);
    }
}
