/**
 * Bluetooth Low Energy as a way into a new gateway: the RPC service and the configuration service
 * of Mongoose OS. What a client writes is understood here; {@code gatt} says what a service is, and
 * {@code bluez} brings it to the system's Bluetooth.
 */
package ccm.provision.ble;
