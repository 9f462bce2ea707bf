package ccm.cloud;

import static ccm.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import ccm.api.cloud.CloudState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake behaves as the contract of a connector says. */
class FakeCloudTest {
    private final FakeCloud cloud = new FakeCloud("mqtt");

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void takesMessagesInOrderAndGivesItsWord() {
        cloud.ready();
        CompletableFuture<Void> last = publish("1", "2", "3");
        eventually(() -> assertTrue(last.isDone()));
        assertEquals(List.of("t=1", "t=2", "t=3"), cloud.received);
    }

    @Test
    void takesNothingWhileItIsNotConnected() {
        assertTrue(publish("1").isCompletedExceptionally());
        assertEquals(List.of(), cloud.received);
    }

    @Test
    void failsWhatIsUnfinishedWhenItsSessionDropsAndSaysSo() {
        List<Boolean> states = new ArrayList<>();
        cloud.tells((from, state) -> states.add(state.phase() == CloudState.Phase.READY));
        cloud.ready();
        cloud.acknowledges = false;
        CompletableFuture<Void> last = publish("1", "2");
        cloud.drop();
        assertTrue(last.isCompletedExceptionally());
        assertEquals(List.of(true, false), states);
    }

    private CompletableFuture<Void> publish(String... texts) {
        CompletableFuture<Void> last = new CompletableFuture<>();
        for (String text : texts) {
            last =
                    cloud.publish(new CloudMessage("t", text.getBytes(UTF_8), 1, false))
                            .toCompletableFuture();
        }
        return last;
    }
}
