package ccm.provision;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Wifi.SetupSTA}: another network for the time being. */
@Component
@RpcName(
        name = "Wifi.SetupSTA",
        args = "{enable: %B, ssid: %Q, pass: %Q, ip: %Q, netmask: %Q, gw: %Q}",
        summary =
                "Joins a WiFi network until the next start or change of wifi.sta; nothing is saved.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "enable":{"type":"boolean","default":true,"description":"false: leave"},
                 "ssid":{"type":"string"},
                 "pass":{"type":"string"},
                 "ip":{"type":"string"},
                 "netmask":{"type":"string"},
                 "gw":{"type":"string"}}}
                """,
        errors = {"400 a member is missing or wrong", "503 no WiFi that can be used"},
        example = "{\"enable\":true,\"ssid\":\"Home\",\"pass\":\"secret word\"}")
public final class WifiSetupStation implements RpcMethod {
    private final Networks networks;

    @Activate
    public WifiSetupStation(@Reference Provisioner provisioner) {
        this.networks = provisioner.networks();
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        Guarded.check(networks.guards(), call, "wifi.sta", call.params());
        return networks.setupStation(call);
    }
}
