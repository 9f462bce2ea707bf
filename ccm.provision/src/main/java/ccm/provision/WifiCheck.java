package ccm.provision;

import ccm.api.config.ConfigCheck;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/**
 * Checks {@code wifi.*} before it is saved, in the words of the original. Names of 32 bytes pass,
 * which IEEE 802.11 allows and the original refuses; they are counted in bytes of UTF-8.
 */
@Component(property = ConfigCheck.SECTION + "=wifi")
public final class WifiCheck implements ConfigCheck {
    private static final Pattern BSSID = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");
    private static final int LONGEST_SSID = 32;
    private static final int LONGEST_PASSWORD = 63;
    private static final int SHORTEST_AP_PASSWORD = 8;
    private static final int SHORTEST_STA_PASSWORD = 5;

    @Override
    public List<String> check(ObjectNode wifi) {
        List<String> wrong = new ArrayList<>();
        for (String network : List.of("sta", "sta1", "sta2")) {
            checkStation("wifi." + network + ": ", wifi.path(network), wrong);
        }
        checkAccessPoint(wifi.path("ap"), wrong);
        return wrong;
    }

    private static void checkStation(String where, JsonNode station, List<String> wrong) {
        if (!station.path("enable").asBoolean()) {
            return;
        }
        if (!isSsid(station)) {
            wrong.add(where + "STA SSID must be between 1 and 32 bytes");
        }
        if (!isPassword(station, SHORTEST_STA_PASSWORD)) {
            wrong.add(where + "STA password must be between 8 and 63 chars");
        }
        String bssid = text(station, "bssid");
        if (!bssid.isEmpty() && !BSSID.matcher(bssid).matches()) {
            wrong.add(where + "STA BSSID must be like 02:00:00:00:01:00");
        }
        if (!text(station, "ip").isEmpty()) {
            checkAddress(station).ifPresent(what -> wrong.add(where + what));
        }
    }

    private static Optional<String> checkAddress(JsonNode station) {
        if (text(station, "netmask").isEmpty()) {
            return Optional.of("Static IP is set but no netmask provided");
        }
        Optional<Ip4> mask = Ip4.of(text(station, "netmask")).filter(Ip4::isMask);
        if (mask.isEmpty()) {
            return Optional.of("Static netmask is invalid");
        }
        Optional<Ip4> ip = Ip4.of(text(station, "ip")).filter(one -> one.isMachine(mask.get()));
        if (ip.isEmpty()) {
            return Optional.of("Static IP is invalid");
        }
        String gateway = text(station, "gw");
        boolean right =
                gateway.isEmpty()
                        || Ip4.of(gateway)
                                .filter(one -> one.sharesNetwork(ip.get(), mask.get()))
                                .isPresent();
        if (!right) {
            return Optional.of("Static gateway is invalid");
        }
        String nameserver = text(station, "nameserver");
        return nameserver.isEmpty() || Ip4.of(nameserver).isPresent()
                ? Optional.empty()
                : Optional.of("Static nameserver is invalid");
    }

    private static void checkAccessPoint(JsonNode ap, List<String> wrong) {
        if (!ap.path("enable").asBoolean()) {
            return;
        }
        if (!isSsid(ap)) {
            wrong.add("wifi.ap: AP SSID must be between 1 and 32 bytes");
        }
        if (!isPassword(ap, SHORTEST_AP_PASSWORD)) {
            wrong.add("wifi.ap: AP password must be between 8 and 63 chars");
        }
        if (List.of("ip", "netmask", "dhcp_start", "dhcp_end").stream()
                .anyMatch(key -> text(ap, key).isEmpty())) {
            wrong.add("wifi.ap: AP IP, netmask, DHCP start and end addresses must be set");
        } else if (Ip4.of(text(ap, "netmask"))
                .filter(Ip4::isMask)
                .filter(mask -> Ip4.of(text(ap, "ip")).filter(ip -> ip.isMachine(mask)).isPresent())
                .isEmpty()) {
            wrong.add("wifi.ap: AP IP or netmask is invalid");
        }
    }

    private static boolean isSsid(JsonNode network) {
        Charset charset =
                network.path("utf8").asBoolean(true)
                        ? StandardCharsets.UTF_8
                        : StandardCharsets.ISO_8859_1;
        int length = text(network, "ssid").getBytes(charset).length;
        return length >= 1 && length <= LONGEST_SSID;
    }

    private static boolean isPassword(JsonNode network, int shortest) {
        int length = text(network, "pass").length();
        return length == 0 || length >= shortest && length <= LONGEST_PASSWORD;
    }

    private static String text(JsonNode section, String key) {
        return section.path(key).asText();
    }
}
