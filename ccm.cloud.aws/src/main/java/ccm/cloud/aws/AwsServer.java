package ccm.cloud.aws;

import ccm.api.cloud.CloudException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The endpoint of an account.
 *
 * @param host its name: never an address, because its certificate and SNI want a name
 * @param port 8883, or 443 with ALPN
 */
record AwsServer(String host, int port) {
    /** Where the protocol is named in the TLS handshake, because others are spoken there too. */
    static final int ALPN_PORT = 443;

    private static final int PORT = 8883;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([^\\s:/\\[\\]@]+))(?::(\\d{1,5}))?");

    /**
     * Reads the setting {@code aws.server}.
     *
     * @throws CloudException it is none: says how to find it
     */
    static AwsServer of(AwsSettings settings) throws CloudException {
        String server = settings.server().trim();
        if (server.isEmpty()) {
            throw AwsSettings.fault(
                    "server",
                    "is empty. write the endpoint of your account, which aws iot describe-endpoint"
                            + " --endpoint-type iot:Data-ATS prints");
        }
        Matcher form = FORM.matcher(server);
        if (!form.matches()) {
            throw AwsSettings.fault(
                    "server",
                    "is \""
                            + server
                            + "\". write HOST:PORT alone, for example"
                            + " abc-ats.iot.eu-west-1.amazonaws.com:8883");
        }
        int usual = settings.authorizer().isPresent() ? ALPN_PORT : PORT;
        int port = form.group(3) == null ? usual : Integer.parseInt(form.group(3));
        if (port < 1 || port > 65_535) {
            throw AwsSettings.fault("server", "is \"" + server + "\". a port is 1 to 65535");
        }
        return new AwsServer(form.group(1) == null ? form.group(2) : form.group(1), port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
