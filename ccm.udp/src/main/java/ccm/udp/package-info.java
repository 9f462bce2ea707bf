/** JSON frames over UDP: one a datagram, answered to its sender. */
package ccm.udp;
