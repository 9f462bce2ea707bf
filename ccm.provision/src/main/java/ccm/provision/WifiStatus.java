package ccm.provision;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Wifi.Status}: what the radio is in. */
@Component
@RpcName(name = "Wifi.Status", summary = "Which WiFi network this gateway is in, or why in none.")
@RpcSchema(
        result =
                """
                {"type":"object","properties":{
                 "status":{"enum":["disconnected","connecting","connected","got ip"]},
                 "ssid":{"type":"string"},
                 "bssid":{"type":"string"},
                 "rssi":{"type":"integer","description":"dBm"},
                 "sta_ip":{"type":"string"},
                 "ap_ip":{"type":"string","description":"of the gateway's own network, while it is open"},
                 "ap_ssid":{"type":"string"},
                 "device":{"type":"string"},
                 "runner":{"type":"string","description":"the system's service"},
                 "trouble":{"type":"string","description":"for people"}},
                 "required":["status","ssid","sta_ip","ap_ip","trouble"]}
                """,
        answer =
                "{\"status\":\"got ip\",\"ssid\":\"Home\",\"bssid\":\"02:00:00:00:01:00\",\"rssi\":-50,"
                        + "\"sta_ip\":\"192.168.1.20\",\"ap_ip\":\"\",\"ap_ssid\":\"\",\"device\":\"wlan0\","
                        + "\"runner\":\"NetworkManager 1.42.4\",\"trouble\":\"\"}")
public final class WifiStatus implements RpcMethod {
    private final Networks networks;

    @Activate
    public WifiStatus(@Reference Provisioner provisioner) {
        this.networks = provisioner.networks();
    }

    @Override
    public JsonNode call(RpcCall call) {
        return networks.status();
    }
}
