package ccm.cli.azure;

import ccm.cli.line.UsageException;
import ccm.cli.setup.Plan;
import ccm.cli.setup.Recipe;
import ccm.cli.setup.Target;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A device that is in a hub already, and has a key there. */
final class KeyRecipe implements Recipe {
    private static final String COPY =
            ". Copy the primary connection string of the device whole, as the portal shows it";

    private final String secret;
    private final Map<String, String> parts; // by their names in lower case

    /**
     * Reads the connection string.
     *
     * @throws UsageException names the part that is wrong, never its value
     */
    KeyRecipe(String secret) throws UsageException {
        this.secret = secret;
        this.parts =
                Arrays.stream(secret.split(";"))
                        .map(part -> part.split("=", 2))
                        .collect(
                                Collectors.toMap(
                                        part -> part[0].strip().toLowerCase(Locale.ROOT),
                                        part -> part.length == 2 ? part[1].strip() : "",
                                        (first, second) -> second));
        if (parts.containsKey("sharedaccesskeyname")) {
            throw new UsageException(
                    "--azure-cs: has a SharedAccessKeyName, so it is the hub's and not a device's"
                            + COPY);
        }
        for (String name : List.of("HostName", "DeviceId", "SharedAccessKey")) {
            if (part(name).isEmpty()) {
                throw new UsageException("--azure-cs: " + name + " is missing in it" + COPY);
            }
        }
        try {
            Base64.getDecoder().decode(part("SharedAccessKey"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--azure-cs: its SharedAccessKey is not Base64" + COPY);
        }
    }

    private String part(String name) {
        return parts.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    @Override
    public Plan plan(Target gateway) {
        Plan plan = new Plan();
        plan.set("azure.host_name", "").secret("azure.cs", () -> secret);
        AzureSettings.common(plan, gateway);
        return plan.next(
                "The gateway is the device " + part("DeviceId") + " of " + part("HostName") + ".");
    }
}
