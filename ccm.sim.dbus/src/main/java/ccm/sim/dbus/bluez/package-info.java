/**
 * BlueZ as a gateway's program sees it: adapters, registrations that are called back, and clients
 * that read, write and pair, with the checks and the codes of bluetoothd 5.66.
 */
package ccm.sim.dbus.bluez;
