package ccm.provision;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Wifi.SetupAP}: an access point for the time being. */
@Component
@RpcName(
        name = "Wifi.SetupAP",
        args = "{enable: %B, ssid: %Q, pass: %Q, hidden: %B, channel: %d, ip: %Q, netmask: %Q}",
        summary = "Opens this gateway's own WiFi network, or closes it; nothing is saved.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "enable":{"type":"boolean","default":true,"description":"false: close"},
                 "ssid":{"type":"string"},
                 "pass":{"type":"string"},
                 "hidden":{"type":"boolean"},
                 "channel":{"type":"integer","minimum":0,"maximum":13},
                 "ip":{"type":"string"},
                 "netmask":{"type":"string"}}}
                """,
        errors = {
            "400 a member is wrong",
            "500 why not",
            "503 no WiFi that can be used, or people may be in the access point"
        },
        example = "{\"enable\":true,\"ssid\":\"CCM-A1B2C3\"}")
public final class WifiSetupAccessPoint implements DeferredRpcMethod {
    private final Networks networks;

    @Activate
    public WifiSetupAccessPoint(@Reference Provisioner provisioner) {
        this.networks = provisioner.networks();
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        Guarded.check(networks.guards(), call, "wifi.ap", call.params());
        return networks.setupAccessPoint(call);
    }
}
