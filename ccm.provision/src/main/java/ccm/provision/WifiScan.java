package ccm.provision;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Wifi.Scan}: the networks in reach. */
@Component
@RpcName(name = "Wifi.Scan", summary = "Lists the WiFi networks in reach, the strongest first.")
@RpcSchema(
        result =
                """
                {"type":"array","items":{"type":"object","properties":{
                 "ssid":{"type":"string"},
                 "bssid":{"type":"string"},
                 "auth":{"type":"integer","minimum":0,"maximum":5,
                  "description":"0 open, 1 WEP, 2 WPA, 3 WPA2 or WPA3, 4 WPA and WPA2, 5 enterprise"},
                 "channel":{"type":"integer"},
                 "rssi":{"type":"integer","description":"dBm"},
                 "sae":{"const":true,"description":"WPA3 alone"},
                 "utf8":{"const":false,"description":"the name's bytes are no UTF-8, each is one character here"}},
                 "required":["ssid","bssid","auth","channel","rssi"]}}
                """,
        errors = {"-1 wifi scan failed: why", "503 no WiFi that can be used"},
        answer =
                "[{\"ssid\":\"Home\",\"bssid\":\"02:00:00:00:01:00\",\"auth\":3,\"channel\":6,\"rssi\":-50}]")
public final class WifiScan implements DeferredRpcMethod {
    private final Networks networks;

    @Activate
    public WifiScan(@Reference Provisioner provisioner) {
        this.networks = provisioner.networks();
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) {
        return networks.scan(call);
    }
}
