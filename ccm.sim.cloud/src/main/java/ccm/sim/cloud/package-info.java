/**
 * Brokers that behave like clouds, for the demo and for tests. Needs a capability that no product
 * provides, so a product with it fails to resolve.
 */
@Requirement(namespace = "ccm.stage", filter = "(stage=demo)")
package ccm.sim.cloud;

import org.osgi.annotation.bundle.Requirement;
