package ccm.provision.ap;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import ccm.api.device.Device;
import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.Provisioning;
import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The channel {@code ap}: a network of the gateway's own, with a page and an API in it. */
@Component(
        service = ProvisionChannel.class,
        configurationPid = "ccm.provision.ap.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccessPointChannel.Config.class)
public final class AccessPointChannel implements ProvisionChannel, Services {
    /** Where the page is. */
    @ObjectClassDefinition(
            name = "CCM provisioning page",
            description = "The page and the API in the WiFi network that the gateway opens itself.")
    @interface Config {
        @AttributeDefinition(
                name = "Address",
                description =
                        "IPv4 address to listen at; empty for that of the network, wifi.ap.ip.")
        String address() default "";

        @AttributeDefinition(
                name = "Port",
                description = "Port to listen at; 0 for any free one.",
                min = "0",
                max = "65535")
        int port() default 80;
    }

    static final String NAME = "ap";

    private final Keeper keeper;
    private volatile Wifi wifi; // null while there is no radio
    private volatile Provisioning provisioning; // null while ccm.provision is swapped

    @Activate
    public AccessPointChannel(
            @Reference Device device, @Reference NetworkSettings network, Config config) {
        keeper = new Keeper(this, network, () -> door(device, network, config));
    }

    @Deactivate
    void stop() {
        keeper.close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void open() {
        keeper.open(); // starts the thread ccm-provision-ap, and the server's
    }

    @Override
    public void close() {
        keeper.close(); // ends them
    }

    @Override
    public boolean isOpen() {
        return keeper.isOpen();
    }

    @Override
    public Optional<String> trouble() {
        return keeper.trouble();
    }

    @Override
    public Optional<Wifi> wifi() {
        return Optional.ofNullable(wifi);
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return Optional.ofNullable(provisioning);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setWifi(Wifi wifi) {
        this.wifi = wifi;
        changed();
    }

    void unsetWifi(Wifi wifi) {
        if (this.wifi == wifi) { // a greedy reference sets the new one first
            this.wifi = null;
            changed();
        }
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setProvisioning(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    void unsetProvisioning(Provisioning provisioning) {
        if (this.provisioning == provisioning) {
            this.provisioning = null;
        }
    }

    private Door door(Device device, NetworkSettings network, Config config) {
        WifiAccessPoint asked = network.network();
        DoorSettings settings =
                new DoorSettings(
                        config.address().isBlank() ? asked.ip() : config.address().strip(),
                        config.port(),
                        network.subnet().mask(),
                        asked.hostname(),
                        asked.ssid(),
                        device.id());
        return new JettyDoor(settings, new Routes(this, settings));
    }

    private void changed() {
        keeper.look();
    }
}
