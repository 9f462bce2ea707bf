/** The device shadow: one model for the host on every cloud. */
package ccm.shadow;
