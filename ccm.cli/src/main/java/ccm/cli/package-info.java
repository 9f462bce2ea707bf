/** The client commands of {@code ccm}: a plain program that talks to gateways over any channel. */
package ccm.cli;
