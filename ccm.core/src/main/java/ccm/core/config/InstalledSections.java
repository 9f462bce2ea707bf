package ccm.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sections of all bundles that are installed, started or not: a bundle that is being swapped
 * keeps its settings.
 */
final class InstalledSections implements BundleTrackerCustomizer<List<Section>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledSections.class);
    private static final int INSTALLED =
            Bundle.INSTALLED | Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;
    private static final String COMPONENTS = "Service-Component";
    private static final String FOLDER = "OSGI-INF/metatype";

    private final BundleTracker<List<Section>> tracker;
    private final Runnable changed;
    private final Map<Long, List<Section>> sections = new ConcurrentSkipListMap<>();
    private volatile boolean opened; // before that nobody needs to be told

    /**
     * Makes it; nothing is read before {@link #open}.
     *
     * @param changed told on the framework's threads when {@link #schema} has become another one
     */
    InstalledSections(BundleContext context, Runnable changed) {
        this.tracker = new BundleTracker<>(context, INSTALLED, this);
        this.changed = changed;
    }

    /** Reads what is installed now, and follows it from here on. */
    void open() {
        tracker.open();
        opened = true; // who asks for the schema after this finds what came until now
    }

    @Override
    public void close() {
        opened = false; // closing takes every bundle away, which is no news
        tracker.close();
    }

    /** The settings of all installed bundles. */
    Schema schema() {
        List<Section> all = new ArrayList<>();
        sections.values().forEach(all::addAll);
        return new Schema(all);
    }

    @Override
    public List<Section> addingBundle(Bundle bundle, BundleEvent event) {
        take(bundle);
        return List.of(); // a marker that we track it; what counts is in the map
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, List<Section> marker) {
        if (event != null && event.getType() == BundleEvent.UPDATED) {
            take(bundle);
        }
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, List<Section> marker) {
        if (sections.remove(bundle.getBundleId()) != null) {
            tell();
        }
    }

    private void take(Bundle bundle) {
        List<Section> read = read(bundle);
        List<Section> before =
                read.isEmpty()
                        ? sections.remove(bundle.getBundleId())
                        : sections.put(bundle.getBundleId(), read);
        if (!read.equals(before == null ? List.of() : before)) {
            tell();
        }
    }

    private void tell() {
        if (opened) {
            changed.run();
        }
    }

    private static List<Section> read(Bundle bundle) {
        List<Section> found = new ArrayList<>();
        for (URL document : documents(bundle)) {
            try (InputStream in = document.openStream()) {
                found.addAll(MetatypeDocument.read(in));
            } catch (IOException e) {
                LOG.error(
                        "{}: {} of {} cannot be read: {}. Its settings are not in the tree; is the"
                                + " bundle whole?",
                        bundle.getSymbolicName(),
                        document.getPath(),
                        bundle.getLocation(),
                        e.getMessage());
            }
        }
        return found;
    }

    /**
     * Only a bundle with components can have settings, and its header says so; opening the list of
     * every jar would cost start-up. By paths, because looking entries up by a pattern would have
     * the framework resolve the bundle.
     */
    private static List<URL> documents(Bundle bundle) {
        if (bundle.getHeaders("").get(COMPONENTS) == null) {
            return List.of();
        }
        Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
        return paths == null
                ? List.of()
                : Collections.list(paths).stream()
                        .filter(path -> path.endsWith(".xml"))
                        .map(bundle::getEntry)
                        .toList();
    }
}
