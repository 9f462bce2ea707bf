package ccm.core.device;

import ccm.api.host.Host;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.api.wifi.Wifi;
import ccm.core.rpc.RpcSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code Sys.GetInfo}: what this gateway is and how much room it has. {@code Sys.Info}, and what a
 * host with a small buffer gets in any case, leaves the room out.
 */
@Component
@RpcName(
        name = {"Sys.GetInfo", "Sys.Info"},
        summary = "What this gateway is and how much room it has.",
        firmware = true)
@RpcSchema(
        result =
                """
                {
                  "type": "object",
                  "properties": {
                    "id": {"type": "string", "description": "the device's name"},
                    "app": {"type": "string"},
                    "fw_version": {"type": "string"},
                    "fw_id": {"type": "string"},
                    "mg_version": {
                      "type": "string",
                      "description": "the same, for clients of the original"
                    },
                    "mg_id": {"type": "string"},
                    "mac": {"type": "string", "pattern": "^[0-9A-F]{12}$"},
                    "arch": {"type": "string"},
                    "uptime": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "seconds"
                    },
                    "public_key": {"type": "string"},
                    "ram_size": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "bytes of the machine's memory"
                    },
                    "ram_free": {"type": "integer", "minimum": 0},
                    "ram_min_free": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "the least so far"
                    },
                    "fs_size": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "bytes where the data folder is"
                    },
                    "fs_free": {"type": "integer", "minimum": 0},
                    "wifi": {
                      "type": "object",
                      "properties": {
                        "sta_ip": {"type": "string"},
                        "ap_ip": {"type": "string"},
                        "status": {
                          "enum": [
                            "disconnected",
                            "connecting",
                            "connected",
                            "got ip"
                          ]
                        },
                        "ssid": {"type": "string"}
                      },
                      "required": ["sta_ip", "ap_ip", "status", "ssid"]
                    },
                    "eth": {
                      "type": "object",
                      "properties": {"ip": {"type": "string"}},
                      "required": ["ip"]
                    }
                  },
                  "required": [
                    "id",
                    "app",
                    "fw_version",
                    "fw_id",
                    "mg_version",
                    "mac",
                    "arch",
                    "uptime"
                  ]
                }""",
        answer =
                """
                {
                  "id": "ccm_A1B2C3",
                  "app": "ccm",
                  "fw_version": "1.0.0",
                  "fw_id": "ccm-1.0.0",
                  "mg_version": "1.0.0",
                  "mac": "0A0B0CA1B2C3",
                  "arch": "amd64",
                  "uptime": 86400,
                  "mg_id": "ccm-1.0.0",
                  "ram_size": 1024000000,
                  "ram_free": 512000000,
                  "ram_min_free": 500000000,
                  "fs_size": 8000000000,
                  "fs_free": 6000000000,
                  "eth": {"ip": "192.168.1.20"}
                }""")
public final class SysInfo implements RpcMethod {
    private static final String SHORT_NAME = "Sys.Info";
    private static final int LONG_FORM = 512; // bytes that the long form fits into

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Wifi wifi; // null while no radio is known

    private final Identity identity;
    private final Host host;
    private final File data;
    private final Memory memory = new Memory();
    private final Networks networks = new Networks();

    /** Not there at all when {@code rpc.service_sys_enable} is false. */
    @Activate
    public SysInfo(
            BundleContext context,
            @Reference Identity identity,
            @Reference Host host,
            @Reference(target = "(service_sys_enable=true)") RpcSettings settings) {
        this(identity, host, new File(dataFolder(context)));
    }

    SysInfo(Identity identity, Host host, File data) {
        this.identity = identity;
        this.host = host;
        this.data = data;
    }

    @Override
    public JsonNode call(RpcCall call) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        addIdentity(info);
        boolean small = host.maxFrame() > 0 && host.maxFrame() < LONG_FORM;
        if (!SHORT_NAME.equalsIgnoreCase(call.method()) && !(call.peer().isHost() && small)) {
            addRoom(info);
        }
        return info;
    }

    private void addIdentity(ObjectNode info) {
        info.put("id", identity.id());
        info.put("app", "ccm");
        info.put("fw_version", identity.version());
        info.put("fw_id", "ccm-" + identity.version());
        info.put("mg_version", identity.version());
        info.put("mac", identity.mac());
        info.put("arch", identity.arch());
        info.put("uptime", uptime().toSeconds());
    }

    private void addRoom(ObjectNode info) {
        if (!identity.publicKey().isEmpty()) {
            info.put("public_key", identity.publicKey());
        }
        info.put("mg_id", "ccm-" + identity.version());
        Memory.Reading reading = memory.read();
        info.put("ram_size", reading.size());
        info.put("ram_free", reading.free());
        info.put("ram_min_free", reading.leastFree());
        info.put("fs_size", data.getTotalSpace());
        info.put("fs_free", data.getUsableSpace());
        networks.addTo(info, Optional.ofNullable(wifi));
    }

    private static Duration uptime() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }

    private static String dataFolder(BundleContext context) {
        String folder = context.getProperty("ccm.data");
        return folder == null || folder.isBlank() ? "." : folder;
    }
}
