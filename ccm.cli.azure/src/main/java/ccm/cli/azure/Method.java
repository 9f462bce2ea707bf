package ccm.cli.azure;

import ccm.cli.line.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a device says who it is. */
enum Method {
    /** By a certificate whose thumbprint the hub knows. */
    X509_THUMBPRINT("selfSigned"),

    /** By a certificate of an authority that the hub knows. */
    X509_CA("certificateAuthority"),

    /** By a key that the hub makes. */
    SAS("sas");

    private final String type;

    Method(String type) {
        this.type = type;
    }

    /** What a hub calls it. */
    String type() {
        return type;
    }

    /** What {@code az} calls it. */
    String word() {
        return this == SAS ? "shared_private_key" : name().toLowerCase(Locale.ROOT);
    }

    /** Reads what was typed. */
    static Method of(String option, String text) throws UsageException {
        for (Method each : values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new UsageException(
                option
                        + " "
                        + text
                        + ": there is "
                        + Arrays.stream(values())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }
}
