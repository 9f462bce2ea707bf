package ccm.provision.ble.bluez;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Which adapter is used. */
final class Adapters {
    private Adapters() {}

    /**
     * Chooses one: that of the setting, else one that is on, else the first.
     *
     * @throws TroubleException there is none, or it cannot be a peripheral
     */
    static Objects.Adapter choose(List<Objects.Adapter> all, String wanted)
            throws TroubleException {
        List<Objects.Adapter> right =
                all.stream()
                        .filter(adapter -> wanted.isEmpty() || adapter.name().equals(wanted))
                        .toList();
        if (right.isEmpty()) {
            throw new TroubleException(
                    all.isEmpty()
                            ? "there is no adapter. Is one plugged in, and has it a driver?"
                            : "bt.adapter: there is no " + wanted + ", but " + names(all));
        }
        return right.stream()
                .filter(Objects.Adapter::serves)
                .min(Comparator.comparing(adapter -> !adapter.powered()))
                .orElseThrow(
                        () ->
                                new TroubleException(
                                        names(right)
                                                + " cannot be found by others: it has no Bluetooth"
                                                + " Low Energy, or bluetoothd is older than 5.43"));
    }

    private static String names(List<Objects.Adapter> adapters) {
        return adapters.stream().map(Objects.Adapter::name).collect(Collectors.joining(", "));
    }
}
