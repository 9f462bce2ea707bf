package ccm.cloud.azure;

import ccm.api.cloud.CloudException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The section {@code azure.dps}: the provisioning service.
 *
 * @param scope empty turns it off
 * @param host of the service
 * @param registration our id there; empty for the device's own
 * @param key of this device; shown nowhere
 * @param groupKey of an enrollment group, from which the device's is made; shown nowhere
 */
record DpsSettings(String scope, String host, String registration, String key, String groupKey) {
    private static final Pattern REGISTRATION = Pattern.compile("[A-Za-z0-9\\-._:]{1,128}");
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9]{1,64}");

    boolean on() {
        return !scope.isBlank();
    }

    /**
     * Our id there.
     *
     * @param id of this gateway
     */
    String registration(String id) throws CloudException {
        String name = registration.isEmpty() ? id : registration;
        if (!REGISTRATION.matcher(name).matches()) {
            throw AzureSettings.fault(
                    "dps.registration_id",
                    "is \"" + name + "\". the service takes up to 128 letters, digits and -._:");
        }
        return name;
    }

    /** What signs tokens; empty when a certificate says who we are. */
    Optional<SasKey> signing(String registrationId) throws CloudException {
        if (!key.isBlank() && !groupKey.isBlank()) {
            throw AzureSettings.fault(
                    "dps.key", "is set, and dps.group_key too. empty one of the two");
        }
        if (!key.isBlank()) {
            return Optional.of(read("dps.key", key));
        }
        return groupKey.isBlank()
                ? Optional.empty()
                : Optional.of(read("dps.group_key", groupKey).derived(registrationId));
    }

    void check() throws CloudException {
        if (!SCOPE.matcher(scope.trim()).matches()) {
            throw AzureSettings.fault(
                    "dps.id_scope", "is \"" + scope + "\". the portal shows it, as 0ne00012345");
        }
        if (!HubName.valid(host.trim())) {
            throw AzureSettings.fault("dps.host", "is \"" + host + "\". write HOST or HOST:PORT");
        }
    }

    private static SasKey read(String name, String text) throws CloudException {
        try {
            return SasKey.of(text);
        } catch (IllegalArgumentException e) {
            throw AzureSettings.fault(name, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "DpsSettings[" + scope + "]";
    }
}
