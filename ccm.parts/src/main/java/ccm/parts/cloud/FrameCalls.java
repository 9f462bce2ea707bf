package ccm.parts.cloud;

import ccm.api.cloud.CloudMessage;
import ccm.api.link.FrameReply;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that come as whole frames; each is answered on the topic of its caller. */
public final class FrameCalls {
    private static final Logger LOG = LoggerFactory.getLogger(FrameCalls.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String cloud;
    private final CloudCalls calls;
    private final Function<CloudMessage, CompletionStage<Void>> publisher;
    private final UnaryOperator<String> topics;

    /**
     * Makes it.
     *
     * @param publisher to the cloud, as it is
     * @param topics where the answers to a caller go
     */
    public FrameCalls(
            String cloud,
            Function<CloudMessage, CompletionStage<Void>> publisher,
            UnaryOperator<String> topics) {
        this.cloud = cloud;
        this.calls = new CloudCalls(cloud);
        this.publisher = publisher;
        this.topics = topics;
    }

    /** Who carries them out. */
    public CloudCalls calls() {
        return calls;
    }

    /** Takes one. A call that fails is dropped, as one of any frame channel is. */
    public void take(byte[] frame) {
        calls.call(frame, DEADLINE)
                .whenComplete(
                        (reply, failure) -> {
                            if (failure != null) {
                                LOG.warn("{}: a call was dropped: {}", cloud, failure.getMessage());
                            } else {
                                answer(reply);
                            }
                        });
    }

    private void answer(FrameReply reply) {
        if (reply.kind() != FrameReply.Kind.ANSWER || reply.to().isEmpty()) {
            return;
        }
        publisher
                .apply(new CloudMessage(topics.apply(reply.to()), reply.frame(), 1, false))
                .whenComplete(
                        (nothing, problem) -> {
                            if (problem != null) {
                                LOG.info(
                                        "{}: the answer to {} was not sent: {}",
                                        cloud,
                                        reply.to(),
                                        problem.getMessage());
                            }
                        });
    }
}
