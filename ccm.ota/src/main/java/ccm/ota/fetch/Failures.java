package ccm.ota.fetch;

import ccm.api.firmware.FirmwareException;
import ccm.api.firmware.FirmwareException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a download failed, in words. */
final class Failures {
    private static final String NO_CONNECTION = "Failed to connect";
    private static final int NOT_ALLOWED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int SERVER = 500;

    private Failures() {}

    static FirmwareException download(URI url, String found) {
        return new FirmwareException(Reason.DOWNLOAD, Fetch.shown(url) + ": " + found);
    }

    static FirmwareException setting(String setting, String found, Exception cause) {
        return new FirmwareException(
                Reason.NOT_CONFIGURED, "update." + setting + ": " + found, cause);
    }

    static FirmwareException aborted(URI url) {
        return new FirmwareException(
                Reason.ABORTED, Fetch.shown(url) + ": Update aborted while it was fetched");
    }

    static FirmwareException code(URI url, int code) {
        String remedy =
                switch (code) {
                    case NOT_FOUND, GONE -> "There is nothing of that name. Check update.url";
                    case NOT_ALLOWED, FORBIDDEN ->
                            "The server wants another login. Check user and password of the URL, or"
                                    + " update.extra_http_headers";
                    default ->
                            code >= SERVER
                                    ? "The server is in trouble. Try again later, or see its log"
                                    : "The server does not give it. Check update.url";
                };
        return download(url, "Invalid HTTP response code " + code + ". " + remedy);
    }

    /** There never was an answer. */
    static FirmwareException connection(URI url, IOException cause) {
        String text = NO_CONNECTION + ": " + Fetch.shown(url) + ": " + reason(url, cause);
        return new FirmwareException(Reason.DOWNLOAD, text, cause);
    }

    /** It went well for a while. */
    static FirmwareException cut(URI url, long done, IOException cause) {
        String found =
                "stalled after %d bytes (%s). Is the network there? What has come is kept for the next time"
                        .formatted(done, reason(url, cause));
        return new FirmwareException(Reason.DOWNLOAD, Fetch.shown(url) + ": " + found, cause);
    }

    private static String reason(URI url, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "no such host " + url.getHost() + ". Check the URL, and the network's DNS";
        }
        if (cause instanceof SocketTimeoutException) {
            return "nothing came in time. Is the server up?";
        }
        if (cause instanceof ConnectException) {
            return "nobody listens there (" + cause.getMessage() + "). Is the server up?";
        }
        if (cause instanceof SSLException) {
            return "TLS failed ("
                    + cause.getMessage()
                    + "). Check the clock, update.ssl_ca_file and update.ssl_server_name";
        }
        return String.valueOf(cause.getMessage());
    }
}
