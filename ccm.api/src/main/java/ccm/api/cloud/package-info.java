/**
 * Clouds: a {@link ccm.api.cloud.CloudConnector} is one cloud, found as a service by the cloud
 * engine.
 *
 * <p>Several may be enabled at once. What a cloud can carry is said by its {@link
 * ccm.api.cloud.Capabilities}, so that what it cannot carry is an error to the caller and never a
 * disconnect.
 */
@Export
@Version("1.3.0")
package ccm.api.cloud;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
