package ccm.core.device;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiState;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's networks as far as Linux tells them: which there are, and their addresses. */
final class Networks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final Path SOURCE = Path.of("/sys/class/net");

    private final Path source;

    Networks() {
        this(SOURCE);
    }

    Networks(Path source) {
        this.source = source;
    }

    /**
     * Adds {@code wifi} and {@code eth}, each only where there is such an interface.
     *
     * @param radio who knows more than the interface; empty while nobody does
     */
    void addTo(ObjectNode info, Optional<Wifi> radio) {
        List<NetworkInterface> all = interfaces();
        Optional<ObjectNode> wifi =
                radio.map(Networks::wifi)
                        .or(
                                () ->
                                        all.stream()
                                                .filter(this::isWireless)
                                                .findFirst()
                                                .map(Networks::wifi));
        wifi.ifPresent(found -> info.set("wifi", found));
        all.stream()
                .filter(each -> !isWireless(each))
                .map(Networks::address)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(ip -> info.putObject("eth").put("ip", ip));
    }

    private static ObjectNode wifi(Wifi radio) {
        WifiState state = radio.state();
        String status =
                switch (state.phase()) {
                    case OFF, DISCONNECTED -> "disconnected";
                    case CONNECTING -> "connecting";
                    case CONNECTED -> "connected";
                    case GOT_IP -> "got ip";
                };
        return wifi(
                state.ip(),
                radio.accessPoint().map(WifiAccessPoint::ip).orElse(""),
                status,
                state.ssid());
    }

    private static ObjectNode wifi(NetworkInterface wifi) {
        Optional<String> ip = address(wifi);
        return wifi(ip.orElse(""), "", ip.isPresent() ? "got ip" : "disconnected", "");
    }

    private static ObjectNode wifi(String ip, String ownIp, String status, String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sta_ip", ip)
                .put("ap_ip", ownIp)
                .put("status", status)
                .put("ssid", name);
    }

    private boolean isWireless(NetworkInterface each) {
        return Files.isDirectory(source.resolve(each.getName()).resolve("wireless"));
    }

    private static Optional<String> address(NetworkInterface each) {
        return each.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static List<NetworkInterface> interfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Networks::isOutside)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .toList();
        } catch (SocketException e) {
            LOG.debug("network interfaces: cannot be listed", e);
            return List.of();
        }
    }

    private static boolean isOutside(NetworkInterface each) {
        try {
            return !each.isLoopback() && !each.isVirtual();
        } catch (SocketException e) {
            LOG.debug("{}: went away", each.getName(), e);
            return false;
        }
    }
}
