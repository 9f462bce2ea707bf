/** JSON frames to and from programs on this machine, over a Unix-domain socket. */
package ccm.local;
