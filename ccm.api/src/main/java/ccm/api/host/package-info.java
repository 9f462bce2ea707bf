/**
 * The host microcontroller as a peer that can be called.
 *
 * <p>Source of its protocol: the mjson library of the host, all generations since November 2018.
 */
@Export
@Version("1.1.0")
package ccm.api.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
