/**
 * A simulated host microcontroller on a real pseudo-terminal. Demo only: it needs a capability that
 * no product provides, so a product with it fails to resolve.
 */
@Requirement(namespace = "ccm.stage", filter = "(stage=demo)")
package ccm.sim.host;

import org.osgi.annotation.bundle.Requirement;
