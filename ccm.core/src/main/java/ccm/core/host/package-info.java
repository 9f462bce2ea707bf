/** Frames of every link, and the host as a peer that can be called. */
package ccm.core.host;
