/** What can be told about the clock of a gateway. */
package ccm.parts.clock;
