/** How much the gateway logs. */
package ccm.core.log;
