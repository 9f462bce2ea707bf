package ccm.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.http.Connections.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private long now;
    private final Connections<String> connections = new Connections<>(() -> now);

    @Test
    void aConnectionThatSendsNoRequestIsOverdue() {
        connections.opened("a");
        pass(14);
        connections.opened("b");
        assertEquals(List.of(), overdue());
        pass(2);
        assertEquals(List.of("a"), overdue());
    }

    @Test
    void eachStepHasATimeOfItsOwn() {
        connections.opened("a");
        pass(14);
        connections.at("a", Step.SENDING);
        pass(14);
        connections.at("a", Step.TAKING);
        assertTrue(connections.busy());
        pass(100);
        assertEquals(List.of(), overdue());
        pass(100);
        assertEquals(List.of("a"), overdue());
    }

    @Test
    void forgetsWhatIsClosed() {
        connections.opened("a");
        connections.closed("a");
        connections.at("a", Step.SENDING);
        pass(1000);
        assertEquals(List.of(), overdue());
        assertFalse(connections.busy());
    }

    private List<String> overdue() {
        List<String> found = new ArrayList<>();
        connections.overdue().forEach(found::add);
        return found;
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
