package ccm.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.outbox.OutboxQueue.Durability;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Configs;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Quiet.class)
class OutboxStatusTest {
    @TempDir Path data;

    @Test
    void tellsWhatEachQueueHoldsAndMayHold() throws Exception {
        SegmentOutbox outbox =
                new SegmentOutbox(data, Configs.of(SegmentOutbox.Config.class, "max_age_s", 60L));
        outbox.queue("mqtt").append(new byte[100], Durability.NOW);
        outbox.queue("aws");
        JsonNode answer =
                new OutboxStatus(outbox)
                        .call(
                                new RpcCall(
                                        "Outbox.Status",
                                        MissingNode.getInstance(),
                                        RpcPeer.local("test"),
                                        false));
        assertEquals(1, answer.at("/queues/mqtt/count").asInt());
        assertEquals(124, answer.at("/queues/mqtt/bytes").asInt());
        assertEquals(0, answer.at("/queues/aws/count").asInt(-1));
        assertEquals(60, answer.at("/limits/max_age_s").asInt());
        assertEquals("reject", answer.at("/limits/full_policy").asText());
        outbox.close();
    }
}
