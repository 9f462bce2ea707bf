package ccm.parts.patience;

import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a gateway waits for answers that may never come, as a share of what is usual: more for a
 * line that is slow, as over a satellite; less in a laboratory, where silence is made on purpose.
 */
public final class Patience {
    /** The usual. */
    public static final Patience USUAL = new Patience(1);

    /** Framework property: a number above 0; 1 when absent. */
    public static final String PROPERTY = "ccm.patience";

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final double MOST = 100;

    private final double share;

    private Patience(double share) {
        this.share = share;
    }

    /** What the framework was told. */
    public static Patience of(BundleContext bundle) {
        return of(Optional.ofNullable(bundle.getProperty(PROPERTY)).orElse("1"));
    }

    /** Reads a number; what is none counts as 1, and is said. */
    public static Patience of(String text) {
        try {
            double share = Double.parseDouble(text.trim());
            if (share > 0 && share <= MOST) {
                return new Patience(share);
            }
        } catch (NumberFormatException e) {
            LOG.debug("{}", PROPERTY, e);
        }
        LOG.warn("{} is {}, no number above 0 and up to 100. 1 counts", PROPERTY, text);
        return USUAL;
    }

    /** A wait. */
    public Duration of(Duration usual) {
        return Duration.ofNanos(Math.round(usual.toNanos() * share));
    }

    /** A wait in whole seconds, never none unless it was. */
    public Duration seconds(Duration usual) {
        return usual.isZero()
                ? usual
                : Duration.ofSeconds(Math.max(1, Math.round(of(usual).toMillis() / 1_000.0)));
    }
}
