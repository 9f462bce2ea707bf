package ccm.testing.setup;

/**
 * As much of Azure's program {@code az} as {@code azure-iot-setup} uses: words as the real one has
 * them, errors as it words them. It changes an emulated hub for real.
 */
public final class AzProgram {
    private static final String SCRIPT =
            """
            verb=$4; [ "$4" != connection-string ] || verb=string
            while [ $# -gt 0 ]; do
                case $1 in
                --hub-name) hub=$2 ;; --device-id) device=$2 ;; --auth-method) method=$2 ;;
                --primary-thumbprint) print=$2 ;;
                esac
                shift
            done
            fail() { echo "WARNING: noise" >&2; echo "ERROR: $1" >&2; exit 1; }
            [ "$hub" = ccm-hub ] || fail "Unable to find IoT Hub: $hub in current subscription 88."
            case $verb in
            show) curl -sf $url/devices/$device || fail "{'Message': 'ErrorCode:DeviceNotFound;$device'}" ;;
            string) key=$(curl -sf $url/devices/$device | sed 's/.*"primaryKey" *: *"\\([^"]*\\)".*/\\1/')
                echo "{\\"connectionString\\":\\"HostName=ccm-hub.azure-devices.net;DeviceId=$device;SharedAccessKey=$key\\"}" ;;
            create|update)
                case $method in x509_thumbprint) type=selfSigned ;; x509_ca) type=certificateAuthority ;; *) type=sas ;; esac
                curl -sf -X PUT $url/devices/$device -d "{\\"authentication\\":{\\"type\\":\\"$type\\",\\"x509Thumbprint\\":{\\"primaryThumbprint\\":\\"$print\\"}}}" || fail "no" ;;
            esac
            """;

    private AzProgram() {}

    /**
     * What it does.
     *
     * @param port of the hub's control interface
     */
    public static String script(int port) {
        return "url=http://127.0.0.1:" + port + "\n" + SCRIPT;
    }
}
