/** How what failed is tried again; copied privately. */
package ccm.parts.retry;
