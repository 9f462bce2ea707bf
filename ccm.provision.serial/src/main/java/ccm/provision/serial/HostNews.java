package ccm.provision.serial;

import ccm.api.host.Host;
import ccm.api.host.HostListener;
import ccm.api.host.HostState;
import ccm.api.provision.ProvisionListener;
import ccm.api.provision.ProvisionStatus;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the host where provisioning stands and why a try failed, with the notification {@code
 * Provision.State}; only a host that exports a method of that name, so that others notice nothing.
 */
@Component
public final class HostNews implements ProvisionListener, HostListener {
    static final String METHOD = "Provision.State";

    private static final String NOTHING = "";
    private static final int AROUND =
            "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":}".formatted(METHOD).length();
    private static final List<String> LESS_NEEDED = List.of("ip", "ssid", "text");

    private final Host host;
    private final AtomicReference<String> told = new AtomicReference<>(NOTHING);
    private volatile Optional<ProvisionStatus> latest = Optional.empty();

    @Activate
    public HostNews(@Reference Host host) {
        this.host = host;
    }

    @Override
    public void onStatus(ProvisionStatus status) {
        latest = Optional.of(status);
        tell(host.state());
    }

    @Override
    public void onHost(HostState state) {
        if (!state.linkUp() || !state.exports(METHOD)) {
            told.set(NOTHING); // it may have started anew and knows nothing
        }
        tell(state);
    }

    private void tell(HostState state) {
        if (latest.isEmpty() || !state.exports(METHOD)) {
            return;
        }
        ObjectNode news = fitting(news(latest.get()), host.maxFrame());
        String text = news.toString();
        if (!text.equals(told.getAndSet(text)) && host.notify(METHOD, news) == Host.Sent.AWAY) {
            told.set(NOTHING); // said again when the line is up
        }
    }

    private static ObjectNode news(ProvisionStatus status) {
        ObjectNode news = JsonNodeFactory.instance.objectNode().put("state", status.state());
        if (status.attempt().isEmpty()) {
            return news.put("text", status.text());
        }
        ProvisionStatus.Attempt attempt = status.attempt().get();
        news.put("phase", attempt.phase().name().toLowerCase(Locale.ROOT));
        put(news, "ssid", attempt.ssid());
        put(news, "kind", attempt.kind());
        put(news, "ip", attempt.ip());
        return news.put("text", attempt.text());
    }

    private static void put(ObjectNode news, String name, String value) {
        if (!value.isEmpty()) {
            news.put(name, value);
        }
    }

    /** Without what a program needs least, when the host's frames are short. */
    private static ObjectNode fitting(ObjectNode news, int most) {
        for (String name : LESS_NEEDED) {
            int size = news.toString().getBytes(StandardCharsets.UTF_8).length + AROUND;
            if (most > 0 && size > most) {
                news.remove(name);
            }
        }
        return news;
    }
}
