package ccm.core.log;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.core.rpc.RpcSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code Sys.SetDebug}: how much is logged until the gateway restarts or {@code debug.level} is
 * changed. The original answers an error with the number 0, which its tool shows as a failure.
 */
@Component
@RpcName(
        name = "Sys.SetDebug",
        args = "{level: %d, filter: %Q, udp_log_addr: %Q}",
        summary = "Changes how much is logged, for this run only.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "level": {
                      "type": "integer",
                      "minimum": -1,
                      "maximum": 4,
                      "description": "-1 none, 0 errors, 1 warnings, 2 information, 3 debugging, 4 everything"
                    },
                    "filter": {"type": "string", "description": "ignored: there is one level for all"},
                    "udp_log_addr": {"const": "", "description": "not offered: see Log.Read"}
                  }
                }""",
        errors = "400 level is out of range, or udp_log_addr is given",
        example =
                """
                {"level": 3}""")
public final class SysSetDebug implements RpcMethod {
    private static final int LOWEST = -1;
    private static final int HIGHEST = 4;

    /** Not there at all when {@code rpc.service_sys_enable} is false. */
    @Activate
    public SysSetDebug(@Reference(target = "(service_sys_enable=true)") RpcSettings settings) {
        this();
    }

    SysSetDebug() {}

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        if (!call.in().text("udp_log_addr", "").isEmpty()) {
            throw call.in()
                    .refuse(
                            "udp_log_addr",
                            call.params().path("udp_log_addr"),
                            "empty: Log.Read shows the log over every channel");
        }
        if (call.in().has("level")) {
            LogLevel.putInForce(LogLevel.level(call.in().number("level", 2, LOWEST, HIGHEST)));
        }
        return NullNode.getInstance();
    }
}
