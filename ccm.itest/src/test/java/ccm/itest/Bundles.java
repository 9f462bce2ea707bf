package ccm.itest;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Finds bundles, and says in words how they are. */
final class Bundles {
    private Bundles() {}

    /** The one bundle of this name. */
    static Bundle named(BundleContext framework, String name) {
        return Stream.of(framework.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ": no such bundle is installed"));
    }

    /** Those of the product that can be started, without the test's own. */
    static List<Bundle> ofProduct(BundleContext framework) {
        String folder = "/export/" + framework.getProperty("ccm.sku") + "/";
        return Stream.of(framework.getBundles())
                .filter(bundle -> bundle.getLocation().contains(folder))
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .toList();
    }

    /** A line for each bundle of the product that is not active. */
    static List<String> inactive(BundleContext framework) {
        return ofProduct(framework).stream()
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + ": in state " + bundle.getState())
                .toList();
    }
}
