package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Random;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Every product starts whole, in whatever order its bundles come. One method for each product. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class) // one framework at a time
public class SkusIT {
    private static final int ORDERS = 3;

    @Inject BundleContext framework;

    @Configuration
    public Option[] mqtt() {
        return Sku.options("mqtt");
    }

    @Configuration
    public Option[] aws() {
        return Sku.options("aws");
    }

    @Configuration
    public Option[] azure() {
        return Sku.options("azure");
    }

    @Configuration
    public Option[] gcp() {
        return Sku.options("gcp");
    }

    @Configuration
    public Option[] mdash() {
        return Sku.options("mdash");
    }

    @Configuration
    public Option[] watson() {
        return Sku.options("watson");
    }

    @Configuration
    public Option[] full() {
        return Sku.options("full");
    }

    @Configuration
    public Option[] demo() {
        return Sku.options("demo");
    }

    @Test
    public void everyBundleIsActiveAndEveryComponentSatisfied() {
        eventually(this::assertWhole);
    }

    @Test
    public void theOrderOfStartingDoesNotMatter() throws BundleException {
        for (int seed = 1; seed <= ORDERS; seed++) {
            List<Bundle> bundles = new ArrayList<>(Bundles.ofProduct(framework));
            Collections.shuffle(bundles, new Random(seed));
            for (Bundle bundle : bundles) {
                stop(bundle);
            }
            Collections.shuffle(bundles, new Random(-seed));
            for (Bundle bundle : bundles) {
                bundle.start();
            }
            eventually(this::assertWhole);
        }
    }

    /**
     * A list inside Felix HTTP may change while it goes through it at its end; seen once, and not
     * by whom it was changed. The bundle is stopped all the same, and what follows checks the rest.
     */
    private static void stop(Bundle bundle) throws BundleException {
        try {
            bundle.stop();
        } catch (BundleException | ConcurrentModificationException e) {
            Throwable cause = e instanceof BundleException ? e.getCause() : e;
            if (!(cause instanceof ConcurrentModificationException)
                    || !bundle.getSymbolicName().equals("org.apache.felix.http.jetty12")) {
                throw e;
            }
            assertEquals(Bundle.RESOLVED, bundle.getState());
        }
    }

    private void assertWhole() {
        assertEquals(List.of(), Bundles.inactive(framework));
        assertEquals(List.of(), Components.waiting(framework));
    }
}
