package ccm.core.config;

import ccm.api.cloud.CloudConnector;
import ccm.api.config.Contact;
import ccm.api.host.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Every way in which this gateway is in contact: its host, its clouds, and who else says so. */
@Component(service = Contacts.class)
public final class Contacts implements Probation.Contacts {
    private static final String HOST = "host";
    private static final Pattern CLOUD = Pattern.compile("cloud (.+)");
    private static final Pattern NETWORK = Pattern.compile("(wifi|eth|net|device)\\..*");

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Host host; // null while it is being swapped

    private final List<CloudConnector> clouds = new CopyOnWriteArrayList<>();
    private final List<Contact> others = new CopyOnWriteArrayList<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCloud(CloudConnector cloud) {
        clouds.add(cloud);
    }

    void unbindCloud(CloudConnector cloud) {
        clouds.remove(cloud);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindContact(Contact contact) {
        others.add(contact);
    }

    void unbindContact(Contact contact) {
        others.remove(contact);
    }

    @Override
    public Map<String, String> ready() {
        Map<String, String> ready = new TreeMap<>();
        Host current = host;
        if (hostTrouble().isEmpty() && current != null) {
            ready.put(HOST, mark(current) + mark(current.state()));
        }
        for (CloudConnector cloud : clouds) {
            if (cloud.state().ready()) {
                ready.put("cloud " + cloud.name(), mark(cloud) + cloud.state().since());
            }
        }
        for (Contact contact : others) {
            if (contact.wanted() && contact.trouble().isEmpty()) {
                ready.put(contact.name(), mark(contact));
            }
        }
        return ready;
    }

    private static String mark(Object thing) {
        return System.identityHashCode(thing) + " ";
    }

    @Override
    public Optional<String> trouble(String name) {
        if (name.equals(HOST)) {
            return hostTrouble();
        }
        Matcher cloud = CLOUD.matcher(name);
        return cloud.matches() ? cloudTrouble(cloud.group(1)) : otherTrouble(name);
    }

    @Override
    public boolean concerns(String name, String path) {
        if (name.equals(HOST)) {
            return path.startsWith("host.");
        }
        Matcher cloud = CLOUD.matcher(name);
        if (cloud.matches()) { // a cloud's own section and that of its backup, mqtt1 for one
            return path.matches(Pattern.quote(cloud.group(1)) + "\\d*\\..*")
                    || NETWORK.matcher(path).matches();
        }
        return others.stream()
                .filter(contact -> contact.name().equals(name))
                .findFirst()
                .map(contact -> contact.concerns(path))
                .orElseGet(() -> path.startsWith(name + "."));
    }

    @Override
    public boolean wanted(String name) {
        return others.stream()
                .filter(contact -> contact.name().equals(name))
                .allMatch(Contact::wanted);
    }

    @Override
    public String switchOf(String name) {
        if (name.equals(HOST)) {
            return "host.rpc.enable";
        }
        Matcher cloud = CLOUD.matcher(name);
        return (cloud.matches() ? cloud.group(1) : name) + ".enable";
    }

    private Optional<String> hostTrouble() {
        Host current = host;
        if (current == null || !current.state().linkUp()) {
            return Optional.of("its line is down");
        }
        return current.state().answers() ? Optional.empty() : Optional.of("it does not answer");
    }

    private Optional<String> cloudTrouble(String name) {
        for (CloudConnector cloud : clouds) {
            if (cloud.name().equals(name)) {
                String reason = cloud.state().reason();
                return cloud.state().ready()
                        ? Optional.empty()
                        : Optional.of(reason.isEmpty() ? "not connected" : reason);
            }
        }
        return Optional.of("its bundle did not start with these settings");
    }

    private Optional<String> otherTrouble(String name) {
        for (Contact contact : others) {
            if (contact.name().equals(name)) {
                return contact.trouble();
            }
        }
        return Optional.of("it is not there");
    }
}
