/** NetworkManager as its D-Bus interface shows it, with networks and faults that a test scripts. */
package ccm.sim.dbus.networkmanager;
