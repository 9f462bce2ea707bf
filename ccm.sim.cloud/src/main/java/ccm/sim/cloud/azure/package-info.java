/**
 * An emulated Azure IoT hub with its Device Provisioning Service: checks credentials, keeps twins,
 * calls methods, and closes connections for what a hub closes them for.
 */
package ccm.sim.cloud.azure;
