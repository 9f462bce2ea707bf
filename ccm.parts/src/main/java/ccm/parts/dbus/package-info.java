/** A client of D-Bus: connections, calls with deadlines, and coming again; copied privately. */
package ccm.parts.dbus;
