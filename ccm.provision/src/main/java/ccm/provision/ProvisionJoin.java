package ccm.provision;

import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Provision.Join}: tries a network and saves it when all went well. */
@Component
@RpcName(
        name = "Provision.Join",
        args =
                "{ssid: %Q, pass: %Q, utf8: %B, bssid: %Q, user: %Q, anon_identity: %Q, cert: %Q, key:"
                        + " %Q, ca_cert: %Q, ip: %Q, netmask: %Q, gw: %Q, nameserver: %Q}",
        summary =
                "Tries a WiFi network and saves it as wifi.sta when it was joined and the cloud reached;"
                        + " else nothing is changed.")
@RpcSchema(
        params =
                """
                {"type":"object","properties":{
                 "ssid":{"type":"string","minLength":1,"description":"the network's name"},
                 "pass":{"type":"string","description":"empty or absent: an open network"},
                 "utf8":{"type":"boolean","default":true,"description":"as Wifi.Scan says"},
                 "bssid":{"type":"string","description":"the one access point to use"},
                 "user":{"type":"string","description":"of an enterprise network"},
                 "anon_identity":{"type":"string"},
                 "cert":{"type":"string","description":"a file, as key and ca_cert"},
                 "key":{"type":"string"},
                 "ca_cert":{"type":"string"},
                 "ip":{"type":"string","description":"a fixed address; absent: DHCP"},
                 "netmask":{"type":"string"},
                 "gw":{"type":"string"},
                 "nameserver":{"type":"string"}},
                 "required":["ssid"]}
                """,
        result =
                """
                {"type":"object","properties":{"saved":{"const":true},"ssid":{"type":"string"},
                 "ip":{"type":"string"},"text":{"type":"string","description":"for people"}},
                 "required":["saved","ssid","ip","text"]}
                """,
        errors = {
            "400 wrong password, no such network, or not possible with this radio: for people",
            "500 no address, no internet, the cloud refuses, not saved, no WiFi: for people",
            "503 busy: somebody else's try is under way",
            "403 a layer below locks it, or the vendor keeps this caller out: nothing was changed",
            "-1 error saving config: settings contradict each other"
        },
        example = "{\"ssid\":\"Home\",\"pass\":\"secret word\"}",
        answer =
                "{\"saved\":true,\"ssid\":\"Home\",\"ip\":\"192.168.1.20\",\"text\":\"Connected to"
                        + " \\\"Home\\\" with the address 192.168.1.20, and to the cloud mqtt.\"}")
public final class ProvisionJoin implements DeferredRpcMethod {
    private final Networks networks;

    @Activate
    public ProvisionJoin(@Reference Provisioner provisioner) {
        this.networks = provisioner.networks();
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        ObjectNode change = networks.change(call);
        Guarded.check(networks.guards(), call, "", change);
        return networks.join(call, change);
    }
}
