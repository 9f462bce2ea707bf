package ccm.ota;

import ccm.api.firmware.FirmwareException;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcName;
import ccm.api.rpc.RpcSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code OTA.Update}: fetches a bundle and updates the host with it. */
@Component
@RpcName(
        name = "OTA.Update",
        args = "{url: %Q, timeout: %d, commit_timeout: %d, ignore_same_version: %B}",
        summary =
                "Fetches a bundle over HTTP or HTTPS, updates the host and answers when that is finished.")
@RpcSchema(
        params =
                """
                {
                  "type": "object",
                  "properties": {
                    "url": {
                      "type": "string",
                      "description": "http or https address of the bundle; absent: update.url"
                    },
                    "timeout": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "seconds without progress; 0 takes update.timeout"
                    },
                    "commit_timeout": {
                      "type": "integer",
                      "minimum": 0,
                      "description": "seconds for the new firmware to answer; 0 takes the settings"
                    },
                    "ignore_same_version": {
                      "type": "boolean",
                      "default": false,
                      "description": "succeed at once when the host runs it already"
                    }
                  }
                }""",
        result = StatusJson.SCHEMA,
        errors = {
            "400 Update URL not specified and none is configured.",
            "400 the bundle is refused; the text says why",
            "500 the download failed; the text says why",
            "500 the new firmware did not answer, the old one was put back",
            "503 Another update is in progress."
        },
        example = "{\"url\":\"https://example.com/fw.zip\"}",
        answer =
                """
                {
                  "state": 3,
                  "msg": "Update applied, finalizing: fw 1.2 runs",
                  "is_committed": true,
                  "commit_timeout": 0,
                  "partition": 0,
                  "progress_percent": 100
                }""")
public final class OtaUpdate implements DeferredRpcMethod {
    private final HostUpdater updater;

    @Activate
    public OtaUpdate(@Reference HostUpdater updater) {
        this.updater = updater;
    }

    @Override
    public CompletionStage<JsonNode> call(RpcCall call) throws RpcException {
        String text = call.in().text("url", updater.url());
        if (text.isEmpty()) {
            throw RpcException.invalidParams(
                    call.method()
                            + ": Update URL not specified and none is configured. Give url, or set"
                            + " update.url.");
        }
        try {
            return OtaErrors.answer(
                    call, updater.update(URI.create(text), OtaOptions.of(call)), StatusJson::of);
        } catch (FirmwareException e) {
            throw OtaErrors.of(call, e);
        } catch (IllegalArgumentException e) {
            throw RpcException.invalidParams(
                    call.method() + ": url is no address (" + e.getMessage() + ")");
        }
    }
}
