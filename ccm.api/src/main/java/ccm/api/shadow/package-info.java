/**
 * The device shadow: a {@link ccm.api.shadow.ShadowBackend} is the shadow of one cloud in its own
 * dialect, found as a service by the shadow engine, which gives the host the same model on every
 * cloud.
 *
 * <p>The model: <em>reported</em> is what the host says of itself, <em>desired</em> what the cloud
 * wants of it; the host is told <em>desired minus reported</em>, always computed here.
 */
@Export
@Version("1.0.0")
package ccm.api.shadow;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
