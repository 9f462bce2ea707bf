package ccm.provision;

import ccm.api.config.ConfigGuard;
import ccm.api.provision.ProvisionChannel;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers ask of the radio. */
final class Networks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final int SCAN_FAILED = -1; // the original's code for that
    private static final int SCAN_SECONDS = 20;
    private static final int GRACE_SECONDS = 5; // beyond its own limit a try is answered anyway
    private static final String FIRST = Settings.STATIONS.get(0);
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Engine engine;

    Networks(Engine engine) {
        this.engine = engine;
    }

    /** Those who say who may not change a setting. */
    List<ConfigGuard> guards() {
        return engine.services().guards();
    }

    /** The change that a {@code Provision.Join} asks for. */
    ObjectNode change(RpcCall call) throws RpcException {
        return Changes.ofJoin(call, engine.core().tree().masked().path("wifi").path("sta"));
    }

    CompletionStage<JsonNode> join(RpcCall call, ObjectNode change) throws RpcException {
        Station station =
                Changes.station(change, engine.settings())
                        .filter(one -> !one.ssid().isEmpty())
                        .orElseThrow(
                                () ->
                                        call.in()
                                                .refuse(
                                                        "ssid",
                                                        call.params().path("ssid"),
                                                        "the name of a network"));
        return attempt(
                        new Tries.Wish(
                                call.method(),
                                Changes.kept(change, station),
                                station,
                                ChannelCalls.by(call)))
                .thenApply(
                        attempt ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("saved", true)
                                        .put("ssid", attempt.ssid())
                                        .put("ip", attempt.ip())
                                        .put("text", attempt.text()));
    }

    /** Tries a network; answered in any case. */
    CompletionStage<Attempt> attempt(Tries.Wish wish) {
        int seconds = engine.settings().provision().try__s() + GRACE_SECONDS;
        return answered(engine.tries().begin(wish), seconds, wish.method());
    }

    CompletionStage<JsonNode> scan(RpcCall call) {
        CompletableFuture<Wifi> radio = new CompletableFuture<>();
        boolean taken =
                engine.withRadio(
                        wifi ->
                                wifi.ifPresentOrElse(
                                        radio::complete,
                                        () -> radio.completeExceptionally(none(call))));
        if (!taken) {
            radio.completeExceptionally(ChannelCalls.replaced(call.method()));
        }
        CompletionStage<JsonNode> seen =
                radio.thenCompose(Wifi::scan)
                        .handle(
                                (found, e) -> {
                                    if (e != null) {
                                        throw new CompletionException(scanFailed(call, e));
                                    }
                                    engine.services()
                                            .seen(
                                                    found.stream()
                                                            .map(WifiNetwork::ssid)
                                                            .collect(Collectors.toSet()));
                                    return list(found);
                                });
        return answered(seen, SCAN_SECONDS, call.method());
    }

    JsonNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        Optional<Wifi> wifi = engine.services().wifi();
        if (wifi.isEmpty()) {
            return status.put("status", "disconnected")
                    .put("ssid", "")
                    .put("sta_ip", "")
                    .put("ap_ip", "")
                    .put("trouble", Tries.NO_WIFI);
        }
        WifiState state = wifi.get().state();
        Optional<WifiAccessPoint> open = wifi.get().accessPoint();
        return status.put("status", phase(state.phase()))
                .put("ssid", state.ssid())
                .put("bssid", state.bssid())
                .put("rssi", state.rssi())
                .put("sta_ip", state.ip())
                .put("ap_ip", open.map(WifiAccessPoint::ip).orElse(""))
                .put("ap_ssid", open.map(WifiAccessPoint::ssid).orElse(""))
                .put("device", wifi.get().device())
                .put("runner", wifi.get().runner())
                .put("trouble", state.trouble());
    }

    /** Joins another network for the time being; nothing is saved. */
    JsonNode setupStation(RpcCall call) throws RpcException {
        wifi(call);
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("enable", call.in().flag("enable", true));
        for (String member : List.of("ssid", "pass", "ip", "netmask", "gw")) {
            if (call.in().has(member)) {
                change.put(member, call.in().text(member));
            }
        }
        Settings settings = engine.settings();
        Station station = settings.station(FIRST, change);
        if (!station.ssid().equals(settings.station(FIRST, NOTHING).ssid())) {
            station = settings.other(FIRST, change); // no secret of the one for the other
        }
        if (station.enabled() && station.ssid().isEmpty()) {
            throw call.in().refuse("ssid", call.params().path("ssid"), "the name of a network");
        }
        if (station.enabled()) {
            refuseWrong(call, FIRST, change.put("ssid", station.ssid()));
        }
        engine.temporarily(station.enabled() ? List.of(station) : List.of());
        return NullNode.instance;
    }

    /** Opens the access point, or closes it, for the time being; nothing is saved. */
    CompletionStage<JsonNode> setupAccessPoint(RpcCall call) throws RpcException {
        Wifi wifi = wifi(call);
        if (engine.services().channels().stream().anyMatch(Networks::isInUse)) {
            throw RpcException.limit(
                    call.method()
                            + ": people may be in the access point, which is open for provisioning"
                            + " as wifi.ap says. Change that, or set provision.ap.enable to false.");
        }
        CompletionStage<Void> done =
                call.in().flag("enable", true) ? wifi.open(accessPoint(call)) : wifi.close();
        CompletionStage<JsonNode> answer =
                done.handle(
                        (nothing, e) -> {
                            if (e != null) {
                                throw new CompletionException(failed(call, e));
                            }
                            return NullNode.instance;
                        });
        return answered(answer, SCAN_SECONDS, call.method());
    }

    private static boolean isInUse(ProvisionChannel channel) {
        return channel.name().equals(Doors.ACCESS_POINT) && channel.isOpen();
    }

    private WifiAccessPoint accessPoint(RpcCall call) throws RpcException {
        AccessPointSettings set = engine.settings().accessPoint();
        String mask = call.in().text("netmask", set.netmask());
        WifiAccessPoint asked =
                new WifiAccessPoint(
                        engine.core().device().expand(call.in().text("ssid", set.ssid())),
                        call.in().text("pass", set._pass()),
                        call.in().flag("hidden", set.hidden()),
                        call.in().number("channel", set.channel(), 0, 13),
                        call.in().text("ip", set.ip()),
                        Ip4.of(mask).map(ip -> Integer.bitCount(ip.bits())).orElse(0),
                        set.hostname());
        refuseWrong(
                call,
                Doors.ACCESS_POINT,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("enable", true)
                        .put("ssid", asked.ssid())
                        .put("pass", asked.password())
                        .put("ip", asked.ip())
                        .put("netmask", mask)
                        .put("dhcp_start", set.dhcp__start())
                        .put("dhcp_end", set.dhcp__end()));
        return asked;
    }

    /** By the rules for what is saved. */
    private static void refuseWrong(RpcCall call, String section, ObjectNode asked)
            throws RpcException {
        ObjectNode wifi = JsonNodeFactory.instance.objectNode();
        wifi.set(section, asked);
        List<String> wrong = new WifiCheck().check(wifi);
        if (!wrong.isEmpty()) {
            throw RpcException.invalidParams(call.method() + ": " + String.join("; ", wrong));
        }
    }

    private Wifi wifi(RpcCall call) throws RpcException {
        return engine.services().wifi().orElseThrow(() -> none(call));
    }

    private static RpcException none(RpcCall call) {
        return RpcException.limit(call.method() + ": " + Tries.NO_WIFI);
    }

    private static JsonNode list(List<WifiNetwork> found) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (WifiNetwork network : found) {
            ObjectNode each =
                    list.addObject()
                            .put("ssid", network.ssid())
                            .put("bssid", network.bssid())
                            .put("auth", network.protection().auth())
                            .put("channel", network.channel())
                            .put("rssi", network.rssi());
            if (network.protection() == WifiNetwork.Protection.WPA3) {
                each.put("sae", true);
            }
            if (!network.utf8()) {
                each.put("utf8", false);
            }
        }
        return list;
    }

    private static String phase(WifiState.Phase phase) {
        return switch (phase) {
            case OFF, DISCONNECTED -> "disconnected";
            case CONNECTING -> "connecting";
            case CONNECTED -> "connected";
            case GOT_IP -> "got ip";
        };
    }

    private static RpcException scanFailed(RpcCall call, Throwable e) {
        if (e.getCause() instanceof RpcException none) {
            return none;
        }
        RpcException failed = failed(call, e);
        return failed.onNetwork(SCAN_FAILED, "wifi scan failed: " + failed.getMessage());
    }

    private static RpcException failed(RpcCall call, Throwable e) {
        Throwable cause =
                e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        boolean known = cause instanceof WifiException;
        if (!known) {
            LOG.error("{}: failed for a reason that nobody foresaw", call.method(), cause);
        }
        String why = known ? cause.getMessage() : "the log says more";
        return new RpcException(RpcException.INTERNAL_ERROR, call.method() + ": " + why, cause);
    }

    /** A radio or a disk that hangs does not keep a caller waiting. */
    private static <T> CompletionStage<T> answered(
            CompletionStage<T> stage, int seconds, String method) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        stage.whenComplete(
                (result, e) -> {
                    if (e == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(
                                e instanceof CompletionException && e.getCause() != null
                                        ? e.getCause()
                                        : e);
                    }
                });
        return answer.orTimeout(seconds, TimeUnit.SECONDS)
                .exceptionallyCompose(
                        e ->
                                CompletableFuture.failedStage(
                                        e instanceof RpcException
                                                ? e
                                                : new RpcException(
                                                        RpcException.INTERNAL_ERROR,
                                                        method
                                                                + ": no answer after "
                                                                + seconds
                                                                + " s. Provision.Status says how"
                                                                + " it ends.",
                                                        e)));
    }
}
