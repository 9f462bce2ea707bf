package ccm.core.device;

import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import ccm.core.config.Restart;
import ccm.core.rpc.RpcSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code Sys.Reboot}: starts the gateway anew; the machine it runs on goes on. */
@Component
@RpcName(
        name = "Sys.Reboot",
        args = "{delay_ms: %d, abort: %B}",
        summary = "Starts the gateway anew after a while, or not after all.",
        firmware = true)
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "delay_ms": {"type": "integer", "minimum": 0, "maximum": 86400000, "default": 100},
                    "abort": {
                      "type": "boolean",
                      "default": false,
                      "description": "takes back a restart that is planned"
                    }
                  }
                }""",
        errors = "418 shutting down in N ms: the last 100 ms have begun",
        example =
                """
                {"delay_ms": 1000}""")
public final class SysReboot implements RpcMethod {
    private static final int USUAL_MILLIS = 100;
    private static final int LONGEST_MILLIS = 86_400_000;

    private final Restart restart;

    /** Not there at all when {@code rpc.service_sys_enable} is false. */
    @Activate
    public SysReboot(
            @Reference Restart restart,
            @Reference(target = "(service_sys_enable=true)") RpcSettings settings) {
        this(restart);
    }

    SysReboot(Restart restart) {
        this.restart = restart;
    }

    @Override
    public JsonNode call(RpcCall call) throws RpcException {
        if (call.in().flag("abort", false)) {
            restart.abort();
            return NullNode.getInstance();
        }
        int delay = call.in().number("delay_ms", USUAL_MILLIS, 0, LONGEST_MILLIS);
        String who = call.peer().channel() + " " + call.peer().address();
        restart.after(Duration.ofMillis(delay), "Sys.Reboot was called over " + who.strip());
        return NullNode.getInstance();
    }
}
