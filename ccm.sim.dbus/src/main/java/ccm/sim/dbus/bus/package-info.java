/** A bus that belongs to one test. */
package ccm.sim.dbus.bus;
