/** How sessions with clouds try again; copied privately. */
package ccm.parts.retry;
