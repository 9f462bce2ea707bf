/** The Felix web console as CCM ships it: on the loopback address, with a password of its own. */
package ccm.console;
