package ccm.provision;

import ccm.api.host.Host;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Provision.Status}: how far this gateway has come, and why not further. */
@Component
@RpcName(
        name = "Provision.Status",
        summary =
                "How far this gateway is on its way into service, and how the last try ended. A host"
                        + " whose frames are short (host.rpc.max_frame_out) is told less of it.")
@RpcSchema(
        result =
                """
                {"type":"object","properties":{
                 "state":{"type":"integer","minimum":0,"maximum":3,
                  "description":"0 not provisioned, 1 network configured, 2 connected, 3 cloud connected"},
                 "text":{"type":"string","description":"the state, for people"},
                 "max_state":{"type":"integer","minimum":0},
                 "stable":{"type":"boolean","description":"true when it is in service"},
                 "channels":{"type":"object","additionalProperties":{"type":"object","properties":{
                  "open":{"type":"boolean"},"trouble":{"type":"string"}},"required":["open","trouble"]}},
                 "attempt":{"type":"object","description":"the last try since the start","properties":{
                  "number":{"type":"integer","minimum":1},
                  "phase":{"enum":["joining","connecting_cloud","saving","done","failed"]},
                  "over":{"type":"boolean"},
                  "ssid":{"type":"string"},
                  "kind":{"type":"string","description":"of a failure: wrong_password, not_found, no_address, no_internet, cloud_refused, refused, unsupported, radio_off, unavailable, timeout, busy, not_saved"},
                  "text":{"type":"string","description":"what happens or happened, for people"},
                  "ip":{"type":"string"},
                  "since":{"type":"string","description":"when this phase began"}},
                  "required":["number","phase","over","kind"]}},
                 "required":["state","max_state","stable"]}
                """,
        answer =
                """
                {"state":0,"text":"Not set up: no network is configured.","max_state":0,"stable":false,
                 "channels":{"ap":{"open":true,"trouble":""}},
                 "attempt":{"number":1,"phase":"failed","over":true,"ssid":"Home","kind":"wrong_password",
                  "text":"The password of \\"Home\\" is wrong. Type it again: capital and small letters differ.",
                  "ip":"","since":"2026-01-02T03:04:05Z"}}
                """)
public final class ProvisionStatusMethod implements RpcMethod {
    private final Engine engine;
    private final Host host;

    @Activate
    public ProvisionStatusMethod(@Reference Provisioner provisioner, @Reference Host host) {
        this.engine = provisioner.engine();
        this.host = host;
    }

    @Override
    public JsonNode call(RpcCall call) {
        return call.peer().isHost()
                ? StatusText.of(engine, host.maxFrame())
                : StatusText.of(engine);
    }
}
