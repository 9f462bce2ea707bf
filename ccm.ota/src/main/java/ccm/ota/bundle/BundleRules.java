package ccm.ota.bundle;

import java.util.List;
import java.util.Objects;

/**
 * What a bundle must be to be taken.
 *
 * @param platform what the manifest's platform must begin with, in upper or lower case
 * @param type the type of parts that name none
 * @param keys public keys by the number of their signature: PEM, or Base64 of the same DER, or of
 *     the bare point of the curve; empty where there is none
 * @param requiredSignatures bit n requires signature n; −1 requires one for each key
 */
public record BundleRules(
        String platform,
        String type,
        List<String> keys,
        int requiredSignatures,
        BundleLimits limits) {
    /** What bundles for a host name as their platform. */
    public static final String HOST = "ccm_host";

    public BundleRules {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(limits, "limits");
        keys = List.copyOf(keys);
    }
}
