package ccm.board.linux.wifi;

import ccm.api.wifi.Wifi;
import ccm.parts.dbus.BusAddress;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Publishes the radio for as long as there is one. */
@Component(service = {})
public final class WifiOfSystem {
    private final RadioWatch watch;

    @Activate
    public WifiOfSystem(BundleContext context) {
        Path data = Path.of(Optional.ofNullable(context.getProperty("ccm.data")).orElse("."));
        watch =
                new RadioWatch(
                        BusAddress.ofSystem(context::getProperty),
                        List.of(
                                new NmService(new Nl80211(data)),
                                new WpaService(WpaService.PATIENCE)),
                        new Registry(context));
        watch.open();
    }

    @Deactivate
    void close() {
        watch.close();
    }

    /** Used by the watch's thread alone. */
    private static final class Registry implements RadioWatch.Show {
        private final BundleContext context;
        private ServiceRegistration<Wifi> registration; // null when none is shown

        Registry(BundleContext context) {
            this.context = context;
        }

        @Override
        public void show(Wifi wifi) {
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put("wifi.device", wifi.device());
            registration = context.registerService(Wifi.class, wifi, properties);
        }

        @Override
        public void hide() {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // the bundle is being stopped, and the framework was faster
            }
            registration = null;
        }
    }
}
