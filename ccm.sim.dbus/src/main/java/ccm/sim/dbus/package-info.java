/**
 * Simulated services of the system, which tests find on a bus of their own. Needs a capability that
 * no product provides, so a product with it fails to resolve.
 */
@Requirement(namespace = "ccm.stage", filter = "(stage=demo)")
package ccm.sim.dbus;

import org.osgi.annotation.bundle.Requirement;
