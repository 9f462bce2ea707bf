/** Who this gateway is, and what it says of itself. */
package ccm.core.device;
