package ccm.cloud.azure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code HostName=…;DeviceId=…;SharedAccessKey=…}, as the portal shows it for a device. */
final class ConnectionString {
    private static final String HOST = "HostName";
    private static final String DEVICE = "DeviceId";
    private static final String KEY = "SharedAccessKey";
    private static final String GATEWAY = "GatewayHostName";
    private static final String X509 = "x509";
    private static final List<String> PARTS = List.of(HOST, DEVICE, KEY, GATEWAY, X509);
    private static final String COPY =
            ". copy the primary connection string of the device, as the portal shows it";

    private final Map<String, String> parts = new LinkedHashMap<>();

    private ConnectionString() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException names the part that is wrong, never its value
     */
    static HubLogin login(String text) {
        ConnectionString read = new ConnectionString();
        for (String part : text.trim().split(";")) {
            if (!part.isBlank()) {
                read.add(part.trim());
            }
        }
        return read.login();
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("part " + (parts.size() + 1) + " has no =" + COPY);
        }
        String name = part.substring(0, equals).trim();
        String known =
                PARTS.stream()
                        .filter(each -> each.equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
        if (parts.put(known, part.substring(equals + 1).trim()) != null) {
            throw new IllegalArgumentException(known + " is there twice" + COPY);
        }
    }

    private static IllegalArgumentException unknown(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sharedaccesskeyname" ->
                    new IllegalArgumentException(
                            "SharedAccessKeyName is for programs of the back end" + COPY);
            case "moduleid" ->
                    new IllegalArgumentException(
                            "ModuleId is not supported, this gateway is a device" + COPY);
            default ->
                    new IllegalArgumentException(
                            "a part is none of " + String.join(", ", PARTS) + COPY);
        };
    }

    private HubLogin login() {
        String host = need(HOST);
        if (!HubName.valid(host)) {
            throw new IllegalArgumentException(
                    "HostName is \"" + host + "\", no host name such as x.azure-devices.net");
        }
        String device = need(DEVICE);
        DeviceName.fault(device)
                .ifPresent(
                        fault -> {
                            throw new IllegalArgumentException("DeviceId " + fault);
                        });
        Optional<String> gateway = Optional.ofNullable(parts.get(GATEWAY));
        if ("true".equalsIgnoreCase(parts.get(X509))) {
            return new HubLogin(host, device, Optional.empty(), gateway);
        }
        return new HubLogin(host, device, Optional.of(key()), gateway);
    }

    private SasKey key() {
        try {
            return SasKey.of(need(KEY));
        } catch (IllegalArgumentException e) {
            String said = e.getMessage();
            throw new IllegalArgumentException(said.startsWith(KEY) ? said : KEY + " " + said);
        }
    }

    private String need(String name) {
        String value = parts.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing" + COPY);
        }
        return value;
    }
}
