package ccm.provision;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigTree;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a person's network settings have to bring a gateway into service, {@code
 * provision.timeout}; then they are reset. For the engine's thread.
 *
 * <p>It runs only while the user's layer has settings of WiFi and the gateway was never in service,
 * and what reached a network by other means is never reset: that is another rule than the
 * original's, whose gateways had nothing but WiFi.
 */
final class Deadline {
    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

    private final Timing timing;
    private final ConfigTree tree;
    private final Runnable reset;
    private boolean runs;
    private boolean over;
    private long begun;

    /**
     * Makes it.
     *
     * @param reset what happens at its end
     */
    Deadline(Timing timing, ConfigTree tree, Runnable reset) {
        this.timing = timing;
        this.tree = tree;
        this.reset = reset;
    }

    /**
     * Looks whether it is over.
     *
     * @param otherNetwork true when the gateway has a network without the radio
     */
    void look(Standing standing, int seconds, boolean otherNetwork) {
        boolean counts =
                seconds > 0
                        && standing.goal() > 0
                        && standing.state() >= Standing.CONFIGURED
                        && !standing.proven()
                        && !otherNetwork;
        if (over || !counts && standing.state() != Standing.NEW) {
            runs = false;
        } else if (counts && !runs) {
            runs = true;
            begun = timing.nanos();
        } else if (runs && timing.passed(begun, Duration.ofSeconds(seconds))) {
            runs = false;
            if (isUsers()) {
                over = true;
                LOG.warn(
                        "provisioning: not in service after provision.timeout of {} s: the"
                                + " settings are reset",
                        seconds);
                reset.run();
            }
        }
    }

    /** Begins anew the next time. */
    void stop() {
        runs = false;
    }

    /** The reset has failed: it comes again at the next end. */
    void again() {
        over = false;
    }

    /** Whether a person has set networks: what the vendor has set would come back anyway. */
    private boolean isUsers() {
        try {
            return !tree.masked(ConfigTree.USER_LEVEL - 1)
                    .path("wifi")
                    .equals(tree.masked(ConfigTree.USER_LEVEL).path("wifi"));
        } catch (ConfigException e) {
            LOG.warn("provisioning: cannot tell whose settings these are: {}", e.getMessage());
            return false;
        }
    }
}
