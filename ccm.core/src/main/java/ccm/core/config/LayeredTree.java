package ccm.core.config;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import ccm.api.config.ConfigTree;
import ccm.core.access.AclCheck;
import ccm.parts.threads.NamedThreads;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration tree: keeps what is in force, and ConfigAdmin in step with it. Every PID of the
 * schema is pushed, defaults included, so a component that requires its configuration starts once,
 * with its real values.
 */
@Component(
        service = {ConfigTree.class, LayeredTree.class},
        immediate = true)
public final class LayeredTree implements ConfigTree, ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(LayeredTree.class);
    private static final String SCHEMA = ""; // stands among the PIDs for "bundles came or went"
    private static final String CONSOLE = "web console";
    private static final String ACL = "rpc.acl";
    private static final String ACL_FILE = "rpc.acl_file";
    private static final int CLOSE_SECONDS = 5;

    private final BundleContext context;
    private final Mirror mirror;
    private final Keeper keeper; // this and its settings: touched by who holds the lock
    private final Settings settings;
    private final Contacts contacts;
    private final Object lock = new Object();
    private final InstalledSections installed;
    private final Set<String> news = ConcurrentHashMap.newKeySet(); // PIDs to look at, each once
    private final ExecutorService reader =
            Executors.newSingleThreadExecutor(new NamedThreads("ccm-core-config"));
    private Set<String> conflicts = Set.of(); // guarded by the lock
    private boolean trouble; // touched by who judges: said already
    // never changed, only replaced: who looks does not wait for a save
    private volatile ObjectNode shown = JsonNodeFactory.instance.objectNode();
    private ServiceRegistration<?> listening;

    @Activate
    public LayeredTree(
            BundleContext context,
            @Reference ConfigurationAdmin admin,
            @Reference Checks checks,
            @Reference Contacts contacts) {
        this.context = context;
        this.contacts = contacts;
        this.mirror = new Mirror(admin, context.getProperty(Constants.FRAMEWORK_UUID));
        this.keeper = new Keeper(Launched.by(context), checks, System::nanoTime);
        this.settings = keeper.settings();
        this.installed = new InstalledSections(context, () -> look(SCHEMA));
    }

    @Activate
    void open() {
        if (!"memory".equals(context.getProperty("felix.cm.pm"))) {
            LOG.error(
                    "felix.cm.pm: found {}, must be memory: otherwise ConfigAdmin writes secrets to"
                            + " disk. Set the framework property.",
                    context.getProperty("felix.cm.pm"));
        }
        installed.open();
        synchronized (lock) {
            takeSchema();
            Optional<Mirror.Unsaved> unsaved = mirror.recall();
            keeper.open(unsaved.isEmpty());
            unsaved.ifPresent(this::restore);
            push();
        }
        listening = context.registerService(ConfigurationListener.class, this, null);
    }

    @Deactivate
    void close() throws InterruptedException {
        listening.unregister();
        installed.close();
        reader.shutdown(); // not interrupted: it may be writing a file
        if (!reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
            reader.shutdownNow();
        }
    }

    @Override
    public ObjectNode masked() {
        return shown.deepCopy();
    }

    @Override
    public ObjectNode masked(int level) throws ConfigException {
        checkLevel(level, 0, USER_LEVEL);
        synchronized (lock) {
            return masked(settings.level(level));
        }
    }

    @Override
    public void set(JsonNode change) throws ConfigException {
        Map<String, String> ready = contacts.ready();
        change(
                each -> {
                    checkAccess(change.path("rpc"));
                    each.set(change, ready);
                });
    }

    @Override
    public Set<String> unsaved() {
        return look(each -> Set.copyOf(each.settings().changed()));
    }

    @Override
    public void save(int level, boolean tryOnce, String by) throws ConfigException {
        checkLevel(level, 1, USER_LEVEL);
        if (tryOnce && level != USER_LEVEL) {
            throw new ConfigException(
                    Kind.INVALID, "try_once: only the user's level 9 can be tried, not " + level);
        }
        Map<String, String> ready = contacts.ready();
        change(each -> each.save(level, tryOnce, by, ready));
    }

    @Override
    public void setAndSave(JsonNode change, boolean tryOnce, String by) throws ConfigException {
        Map<String, String> ready = contacts.ready();
        change(each -> each.setAndSave(change, tryOnce, by, ready));
    }

    @Override
    public void keep(JsonNode change, String by) throws ConfigException {
        Map<String, String> ready = contacts.ready();
        change(each -> each.keep(change, by, true, ready));
    }

    @Override
    public void check(JsonNode change) throws ConfigException {
        synchronized (lock) {
            keeper.check(change);
        }
    }

    @Override
    public void learn(JsonNode change, String by) throws ConfigException {
        Map<String, String> ready = contacts.ready();
        change(each -> each.keep(change, by, false, ready));
    }

    @Override
    public void setLevel(int level, JsonNode change) throws ConfigException {
        checkLevel(level, 1, USER_LEVEL - 1);
        change(each -> each.setLevel(level, change));
    }

    @Override
    public void factoryReset(String by) throws ConfigException {
        synchronized (lock) {
            keeper.factoryReset(by);
        }
    }

    /** Something that changes settings. */
    @FunctionalInterface
    interface Change {
        /** Made while holding the tree's lock. */
        void make(Keeper keeper) throws ConfigException;
    }

    /** Makes a change; what is in force afterwards, also after a refusal, reaches ConfigAdmin. */
    void change(Change change) throws ConfigException {
        synchronized (lock) {
            try {
                change.make(keeper);
            } finally {
                push();
            }
        }
    }

    /** A question about a change that may be wrong. */
    @FunctionalInterface
    interface Question<T> {
        /** Answered while holding the tree's lock. */
        T ask(Keeper keeper) throws ConfigException;
    }

    /** What a change would change. */
    <T> T changes(Question<T> question) throws ConfigException {
        synchronized (lock) {
            return question.ask(keeper);
        }
    }

    /** Looks something up that no change may come between. */
    <T> T look(Function<Keeper, T> question) {
        synchronized (lock) {
            return question.apply(keeper);
        }
    }

    /** Settings with secrets in clear, for people's eyes. */
    ObjectNode masked(Map<String, JsonNode> values) {
        SortedMap<String, JsonNode> masked = new TreeMap<>();
        settings.schema()
                .settings()
                .forEach((path, setting) -> masked.put(path, setting.masked(values.get(path))));
        return Leaves.tree(masked);
    }

    /** The contacts that there are now. */
    Contacts contacts() {
        return contacts;
    }

    /** Looks whether what was saved has proven itself. */
    void judge() {
        Map<String, String> ready = contacts.ready();
        try {
            synchronized (lock) {
                if (keeper.judge(contacts, ready)) {
                    push();
                }
                trouble = false;
            }
        } catch (ConfigException e) {
            if (!trouble) {
                LOG.error("the last good configuration cannot be brought back", e);
            }
            trouble = true;
        }
    }

    /** Runs on ConfigAdmin's thread: hands over, a file may have to be written. */
    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getFactoryPid() == null && Section.inTree(event.getPid())) {
            look(event.getPid());
        }
    }

    private void look(String pid) {
        if (news.add(pid)) {
            try {
                reader.execute(() -> lookAt(pid));
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: news after the end", pid);
            }
        }
    }

    private void lookAt(String pid) {
        news.remove(pid); // first: what happens from here on is news again
        try {
            synchronized (lock) {
                if (pid.equals(SCHEMA)) {
                    takeSchema();
                    push();
                } else if (settings.schema().sections().containsKey(pid)) {
                    absorb(settings.schema().sections().get(pid));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("{}: cannot be taken into the tree", pid, e);
        }
    }

    private void takeSchema() {
        Set<String> gone = new TreeSet<>(settings.schema().sections().keySet());
        settings.schema(installed.schema());
        gone.removeAll(settings.schema().sections().keySet());
        gone.forEach(mirror::remove);
        Set<String> now = settings.schema().conflicts();
        if (!now.isEmpty() && !now.equals(conflicts)) {
            LOG.error("{}: left out, another setting has that place. Rename one of them.", now);
        }
        conflicts = now;
    }

    /** Holding the lock: ConfigAdmin only takes note here, and calls its listeners later. */
    private void push() {
        push(settings.schema().sections().values());
    }

    private void push(Collection<Section> sections) {
        SortedMap<String, JsonNode> values = settings.inForce();
        mirror.remember(settings.held(), settings.changed());
        sections.forEach(section -> mirror.push(section, values));
        shown = masked(values);
    }

    /** Takes over what somebody else, the web console for one, did to a PID. */
    private void absorb(Section section) {
        if (mirror.inStep(section, settings.inForce())) {
            return; // our own push, most of the time
        }
        keeper.noteContacts(contacts.ready());
        try {
            Map<String, JsonNode> found = mirror.read(section.pid()).orElse(null);
            if (found == null) {
                LOG.info("{}: deleted in ConfigAdmin: back to its defaults", section.pid());
                keeper.user(CONSOLE, "saved", () -> settings.reset(section));
            } else {
                SortedMap<String, JsonNode> change = settings.foreign(section, found);
                if (!change.isEmpty()) {
                    keeper.user(CONSOLE, "saved", () -> settings.setAndSave(change));
                    LOG.info("{}: changed in ConfigAdmin: {}", section.pid(), change.keySet());
                }
            }
        } catch (ConfigException e) {
            LOG.warn("{}: changed in ConfigAdmin and put back: {}", section.pid(), e.getMessage());
        }
        push(List.of(section));
    }

    /** Access rules that cannot be read would stop everybody, who has set them included. */
    private void checkAccess(JsonNode rpc) throws ConfigException {
        if (rpc.has("acl") || rpc.has("acl_file")) {
            String acl = rpc.path("acl").asText(inForce(ACL));
            String file = rpc.path("acl_file").asText(inForce(ACL_FILE));
            Optional<String> problem = AclCheck.problem(context, acl, file);
            if (problem.isPresent()) {
                throw new ConfigException(Kind.INVALID, problem.get());
            }
        }
    }

    private String inForce(String path) {
        JsonNode value = settings.inForce().get(path);
        return value == null ? "" : value.asText();
    }

    private void restore(Mirror.Unsaved unsaved) {
        settings.restore(present(unsaved.held()), present(unsaved.changed()));
    }

    private Map<String, JsonNode> present(List<String> paths) {
        Map<String, JsonNode> values = new HashMap<>();
        for (String path : paths) {
            settings.schema()
                    .setting(path)
                    .ifPresent(
                            setting ->
                                    mirror.read(setting.pid())
                                            .map(found -> found.get(setting.attribute()))
                                            .ifPresent(value -> values.put(path, value)));
        }
        return values;
    }

    private static void checkLevel(int level, int min, int max) throws ConfigException {
        if (level < min || level > max) {
            throw new ConfigException(
                    Kind.INVALID, "level: found " + level + ", must be from " + min + " to " + max);
        }
    }
}
