package ccm.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The identity of this gateway. Never changes while the service is published: a changed setting
 * publishes a new one. Safe for use by many threads.
 */
@ProviderType
public interface Device {
    /** The setting {@code device.id}, expanded; for example {@code ccm_A1B2C3}. Never empty. */
    String id();

    /** The address of the first network interface: 12 upper-case hex digits. */
    String mac();

    /** The processor's architecture, for example {@code amd64}. */
    String arch();

    /** The version of the gateway's software, for example {@code 1.0.0}. */
    String version();

    /**
     * Replaces each run of {@code ?} by as many of the last digits of {@link #mac()}, counted from
     * the right: {@code CCM-??????} becomes {@code CCM-A1B2C3}. A run of an odd number of them, or
     * of more than 12, stays as it is.
     */
    String expand(String text);
}
