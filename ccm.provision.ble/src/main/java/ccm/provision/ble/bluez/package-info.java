/**
 * Services of GATT through BlueZ, over D-Bus. Interfaces are public here because the D-Bus library
 * calls them from outside; nothing of it is exported.
 */
package ccm.provision.ble.bluez;
