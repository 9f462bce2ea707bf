package ccm.cloud.aws;

import ccm.api.cloud.CloudMessage;
import ccm.parts.cloud.MqttCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The parts of this cloud, wired to each other: shadow and jobs publish through the cloud. */
final class AwsParts {
    private final AwsShadow shadow;
    private final AwsJobs jobs;
    private final AwsDialect dialect;
    private final MqttCloud cloud;

    /**
     * Makes them.
     *
     * @param folder of the job under way
     * @param pause before something about a job is tried again
     */
    AwsParts(AwsSettings settings, Path folder, Duration pause) {
        shadow = new AwsShadow(this::publish);
        jobs = new AwsJobs(this::publish, folder, pause);
        dialect = new AwsDialect(AwsRemedies.of(settings), settings.jobs(), shadow, jobs);
        cloud = new MqttCloud(dialect);
    }

    private CompletionStage<Void> publish(CloudMessage message) {
        return cloud.publishOwn(message);
    }

    AwsShadow shadow() {
        return shadow;
    }

    AwsJobs jobs() {
        return jobs;
    }

    AwsDialect dialect() {
        return dialect;
    }

    MqttCloud cloud() {
        return cloud;
    }
}
