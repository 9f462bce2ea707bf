/** How much the gateway logs, and the end of its log for whoever wants to read it. */
package ccm.core.log;
