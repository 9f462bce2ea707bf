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
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger asked = new AtomicInteger(); // how often since it was last told
    private String told = NOTHING; // what the host knows; touched by who tells alone
    private volatile boolean forgotten; // and that it knows that no more
    private volatile Optional<ProvisionStatus> latest = Optional.empty();

    @Activate
    public HostNews(@Reference Host host) {
        this.host = host;
    }

    @Override
    public void onStatus(ProvisionStatus status) {
        latest = Optional.of(status);
        tell();
    }

    @Override
    public void onHost(HostState state) {
        if (!state.linkUp() || !state.exports(METHOD)) {
            forgotten = true; // it may have started anew and knows nothing
        }
        tell();
    }

    /**
     * By one thread at a time, which tells for those that come meanwhile: the last news is last.
     */
    private void tell() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int heard;
        try {
            do {
                heard = asked.get();
                tellLatest();
            } while (!asked.compareAndSet(heard, 0));
        } catch (RuntimeException e) {
            asked.set(0); // else nobody would tell any more
            throw e;
        }
    }

    private void tellLatest() {
        if (forgotten) {
            forgotten = false;
            told = NOTHING;
        }
        if (latest.isEmpty() || !host.state().exports(METHOD)) {
            return;
        }
        ObjectNode news = fitting(news(latest.get()), host.maxFrame());
        String text = news.toString();
        if (!text.equals(told)) {
            told = host.notify(METHOD, news) == Host.Sent.AWAY ? NOTHING : text;
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
