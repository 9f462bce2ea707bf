package ccm.sim.demo;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The update of the host that {@code --ota} asks for: a demo that ends by itself does not end in
 * the middle of it, however slow the machine. Safe for use by many threads.
 */
@Component(service = Errand.class)
public final class Errand {
    private static final String WANTED = "ccm.demo.ota";

    private final boolean wanted;
    private volatile boolean over;
    private volatile boolean done;

    @Activate
    public Errand(BundleContext framework) {
        this(Boolean.parseBoolean(framework.getProperty(WANTED)));
    }

    Errand(boolean wanted) {
        this.wanted = wanted;
    }

    /** True when the host shall be updated. */
    boolean wanted() {
        return wanted;
    }

    /**
     * The update is over.
     *
     * @param updated whether the host runs what it was to be updated to
     */
    void end(boolean updated) {
        done = updated;
        over = true;
    }

    /** True while the update is still to come, or runs. */
    boolean pending() {
        return wanted && !over;
    }

    /** True unless an update was wanted and is not done. */
    boolean fulfilled() {
        return !wanted || done;
    }
}
