/**
 * An emulated Watson IoT Platform: one organization with its devices, applications, HTTP interface
 * of registration and device management, and the organization {@code quickstart} for everybody.
 */
package ccm.sim.cloud.watson;
