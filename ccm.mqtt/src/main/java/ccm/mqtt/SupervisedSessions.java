package ccm.mqtt;

import ccm.api.cloud.NetworkListener;
import ccm.api.mqtt.MqttSession;
import ccm.api.mqtt.MqttSessionListener;
import ccm.api.mqtt.MqttSessions;
import ccm.api.mqtt.MqttSettings;
import ccm.parts.patience.Patience;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Makes supervised sessions, and closes those that are left when it goes. */
@Component
public final class SupervisedSessions implements MqttSessions, NetworkListener {
    private final Set<SupervisedSession> sessions = ConcurrentHashMap.newKeySet();
    private final Limits limits;

    @Activate
    public SupervisedSessions(BundleContext bundle) {
        this(Limits.standard().with(Patience.of(bundle)));
    }

    /** With the usual limits. */
    public SupervisedSessions() {
        this(Limits.standard());
    }

    SupervisedSessions(Limits limits) {
        this.limits = limits;
    }

    @Override
    public MqttSession open(MqttSettings settings, MqttSessionListener listener) {
        SupervisedSession session =
                new SupervisedSession(settings, listener, limits, sessions::remove);
        sessions.add(session);
        session.open();
        return session;
    }

    /** What was connected was so through the network before. */
    @Override
    public void onNetwork() {
        sessions.forEach(SupervisedSession::reconnect);
    }

    @Deactivate
    void close() {
        List.copyOf(sessions).forEach(SupervisedSession::close);
    }
}
