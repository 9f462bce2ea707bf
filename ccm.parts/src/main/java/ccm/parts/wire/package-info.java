/** What clouds that speak JSON send and take; copied privately. */
package ccm.parts.wire;
