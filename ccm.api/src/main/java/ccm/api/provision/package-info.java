/**
 * How a person brings a new gateway into service: what the engine does for the channels (an access
 * point, Bluetooth, the host's line) and what they are to it.
 *
 * <p>Source: the provisioning states and the settings {@code provision.*} of Mongoose OS.
 */
@Export
@Version("1.1.0")
package ccm.api.provision;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
