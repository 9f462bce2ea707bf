package ccm.itest;

import ccm.sim.cloud.azure.AzureEmulator;
import java.util.List;
import java.util.Optional;

/** An emulated Azure IoT hub. */
final class AzureTarget extends CloudTarget {
    private final AzureEmulator hub;
    private long seen;

    AzureTarget(AzureEmulator hub) {
        super(hub);
        this.hub = hub;
    }

    @Override
    List<Came> came() {
        return hub.telemetry(seen).stream()
                .map(
                        each -> {
                            seen = each.number();
                            return new Came(
                                    each.properties().get("topic"), Integer.parseInt(each.text()));
                        })
                .toList();
    }

    @Override
    List<Place> places() {
        String twin = "$iothub/twin/";
        return mqtt(
                "devices/+/messages/events/#",
                List.of(twin + "GET/#", twin + "PATCH/properties/reported/#"),
                List.of(twin + "res/#", twin + "PATCH/properties/desired/#"));
    }

    @Override
    Optional<Newcomers> newcomers() {
        return Optional.of(new AzureNewcomers(hub));
    }

    @Override
    void refuse() {
        hub.refuseTwins(1, 429, 1);
    }

    /** Each login has a token of its own. */
    @Override
    void change(CloudSite site, int number) throws Exception {
        site.renew();
    }
}
