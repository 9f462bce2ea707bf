package ccm.provision;

import ccm.api.rpc.Params;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What callers want changed, as partial trees of settings. */
final class Changes {
    private static final int BAD_REQUEST = 400;
    private static final String PASS = "pass";
    private static final List<String> TEXTS =
            List.of(
                    PASS,
                    "bssid",
                    "user",
                    "anon_identity",
                    "cert",
                    "key",
                    "ca_cert",
                    "ip",
                    "netmask",
                    "gw",
                    "nameserver");

    private Changes() {}

    /** The change of a {@code Config.Set}: {@code config} or {@code value}, under a key or not. */
    static ObjectNode ofSet(RpcCall call) throws RpcException {
        Params in = call.in();
        JsonNode change = call.params().path(call.params().has("value") ? "value" : "config");
        String key = in.text("key", "");
        if (change.isMissingNode()) {
            throw in.refuse("config", change, "an object of settings")
                    .onNetwork(BAD_REQUEST, "value is required");
        }
        if (in.number("level", -1, -1, 9) >= 0 && in.number("level", -1, -1, 9) < 9) {
            throw in.refuse("level", call.params().path("level"), "9 or absent here");
        }
        if (in.flag("try_once", false)) {
            throw in.refuse("try_once", call.params().path("try_once"), "false here");
        }
        if (!key.isEmpty()) {
            return under(key, change);
        }
        if (change instanceof ObjectNode whole) {
            return whole;
        }
        throw in.refuse("config", change, "an object of settings");
    }

    /** The change of a {@code Provision.Join}: what it does not name is none, also if it was. */
    static ObjectNode ofJoin(RpcCall call, JsonNode present) throws RpcException {
        Params in = call.in();
        ObjectNode station = JsonNodeFactory.instance.objectNode();
        station.put("enable", true);
        station.put("ssid", in.text("ssid"));
        for (String member : TEXTS) {
            String wanted = in.text(member, "");
            boolean needed = member.equals(PASS) || !present.path(member).asText().equals(wanted);
            if (needed) { // a lock must not stand against what stays as it is
                station.put(member, wanted);
            }
        }
        boolean utf8 = in.flag("utf8", true);
        if (utf8 != present.path("utf8").asBoolean(true)) {
            station.put("utf8", utf8);
        }
        return under("wifi.sta", station);
    }

    /**
     * What has to be saved so that a network is joined again: the change, and of the network also
     * what was set before and is not saved.
     */
    static ObjectNode kept(ObjectNode change, Station station) {
        ObjectNode kept = change.deepCopy();
        ObjectNode section = kept.withObject("wifi").withObject(station.name());
        section.put("enable", true);
        section.put("ssid", station.ssid());
        section.put(PASS, station.ask().password());
        return kept;
    }

    /** True when a change is about networks to join, at least a piece of one. */
    static boolean hasStation(ObjectNode change) {
        return Settings.STATIONS.stream().anyMatch(name -> change.path("wifi").has(name));
    }

    /** True when a change says as much of a network as it takes to join one. */
    static boolean isWhole(ObjectNode change) {
        return Settings.STATIONS.stream()
                .map(name -> change.path("wifi").path(name))
                .filter(station -> station.has("ssid"))
                .anyMatch(station -> station.path("enable").asBoolean() || station.has(PASS));
    }

    /** The network that a change asks for; empty when it enables none. */
    static Optional<Station> station(ObjectNode change, Settings settings) {
        JsonNode wifi = change.path("wifi");
        return Settings.STATIONS.stream()
                .filter(name -> !wifi.path(name).isEmpty())
                .map(name -> settings.station(name, wifi.path(name)))
                .filter(Station::enabled)
                .findFirst();
    }

    private static ObjectNode under(String key, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode node = root;
        String[] names = key.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            node = node.putObject(names[i]);
        }
        node.set(names[names.length - 1], value);
        return root;
    }
}
