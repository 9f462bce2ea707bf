/**
 * Who this gateway is: the identity that clouds, certificates and people know it by.
 *
 * <p>Source: the {@code device.*} settings and placeholders of Mongoose OS.
 */
@Export
@Version("1.0.0")
package ccm.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
