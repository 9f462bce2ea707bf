package ccm.ota;

import ccm.api.firmware.UpdateOptions;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import java.time.Duration;
import java.util.Optional;

/** The params that OTA.Begin and OTA.Update share. */
final class OtaOptions {
    private static final int LONGEST = 86_400;

    private OtaOptions() {}

    static UpdateOptions of(RpcCall call) throws RpcException {
        return new UpdateOptions(
                seconds(call, "timeout"),
                seconds(call, "commit_timeout"),
                call.in().flag("ignore_same_version", false),
                call.in().number("size", 0, 0, Integer.MAX_VALUE),
                OtaErrors.source(call));
    }

    private static Optional<Duration> seconds(RpcCall call, String member) throws RpcException {
        int seconds = call.in().number(member, 0, 0, LONGEST);
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
