package ccm.parts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Step WAITING = new Step(Duration.ofSeconds(15), false);
    private static final Step SENDING = new Step(Duration.ofSeconds(15), true);
    private static final Step TAKING = new Step(Duration.ofSeconds(180), true);

    private long now;
    private final Connections<String> connections = new Connections<>(() -> now);

    @Test
    void aConnectionThatSendsNoRequestIsOverdue() {
        connections.opened("a", WAITING);
        pass(14);
        connections.opened("b", WAITING);
        assertEquals(List.of(), connections.overdue());
        pass(2);
        assertEquals(List.of("a"), connections.overdue());
    }

    @Test
    void eachStepHasATimeOfItsOwn() {
        connections.opened("a", WAITING);
        pass(14);
        connections.at("a", SENDING);
        pass(14);
        connections.at("a", TAKING);
        assertTrue(connections.busy());
        pass(100);
        assertEquals(List.of(), connections.overdue());
        pass(100);
        assertEquals(List.of("a"), connections.overdue());
    }

    @Test
    void forgetsWhatIsClosed() {
        connections.opened("a", WAITING);
        connections.closed("a");
        connections.at("a", SENDING);
        pass(1000);
        assertEquals(List.of(), connections.overdue());
        assertFalse(connections.busy());
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
