package ccm.core.config;

import ccm.parts.threads.NamedThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the tree look again and again whether what was saved has proven itself. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "ccm.config",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProbationTimer.Config.class)
public final class ProbationTimer {
    /** Ours alone. */
    @ObjectClassDefinition(
            name = "CCM configuration",
            description = "What happens to settings that are saved.")
    public @interface Config {
        @AttributeDefinition(
                name = "Probation",
                description =
                        "Seconds that a saved change has to show that host and clouds are still"
                                + " reached; otherwise the last good settings come back. 0 never"
                                + " brings them back.",
                min = "0",
                max = "86400")
        int probation__s() default 300;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProbationTimer.class);
    private static final long FIRST_MILLIS = 1000; // the start has better things to do
    private static final long PAUSE_MILLIS = 250;
    private static final long CLOSE_SECONDS = 5;

    private final LayeredTree tree;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new NamedThreads("ccm-core-probation"));

    @Activate
    public ProbationTimer(@Reference LayeredTree tree) {
        this.tree = tree;
    }

    @Activate
    void open() {
        thread.scheduleWithFixedDelay(
                this::look, FIRST_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void close() throws InterruptedException {
        thread.shutdown(); // not interrupted: it may be writing a file
        if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }

    private void look() {
        try {
            tree.judge();
        } catch (RuntimeException e) {
            LOG.error("what was saved cannot be judged", e);
        }
    }
}
