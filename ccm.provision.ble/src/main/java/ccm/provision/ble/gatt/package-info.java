/** What a GATT server offers, whatever stack brings it to the radio. */
package ccm.provision.ble.gatt;
