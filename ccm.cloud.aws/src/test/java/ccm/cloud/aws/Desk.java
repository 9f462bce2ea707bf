package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.sim.cloud.aws.JobsService;
import ccm.sim.cloud.aws.Out;
import ccm.sim.cloud.aws.ShadowService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The services of the emulator without a network: what is published is answered at once. */
final class Desk {
    static final String THING = "ccm-0001";
    static final String PREFIX = "$aws/things/" + THING + "/";

    final ShadowService shadows = new ShadowService(Clock.systemUTC(), 7);
    final JobsService jobs = new JobsService(Clock.systemUTC());
    final List<CloudMessage> published = new ArrayList<>();
    Consumer<CloudMessage> device = message -> {};
    boolean deaf; // takes what is published and answers nothing

    synchronized CompletionStage<Void> publish(CloudMessage message) {
        published.add(message);
        String topic = message.topic();
        if (!deaf && topic.startsWith(PREFIX + "jobs/")) {
            send(
                    jobs.ask(THING, topic.substring((PREFIX + "jobs/").length()), message.payload())
                            .orElseThrow());
        } else if (!deaf) {
            int slash = topic.lastIndexOf('/');
            send(
                    shadows.ask(
                            topic.substring(0, slash),
                            topic.substring(slash + 1),
                            message.payload()));
        }
        return CompletableFuture.completedFuture(null);
    }

    void send(List<Out> all) {
        all.forEach(each -> send(each.topic(), each.body().toString()));
    }

    void send(String topic, String text) {
        device.accept(
                new CloudMessage(
                        topic, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, false));
    }
}
