/**
 * The demo: the main job, live on the terminal. Needs a capability that no product provides, so a
 * product with it fails to resolve.
 */
@Requirement(namespace = "ccm.stage", filter = "(stage=demo)")
package ccm.sim.demo;

import org.osgi.annotation.bundle.Requirement;
