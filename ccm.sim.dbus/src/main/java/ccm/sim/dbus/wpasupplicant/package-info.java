/** wpa_supplicant as its D-Bus interface shows it, with networks that a test scripts. */
package ccm.sim.dbus.wpasupplicant;
