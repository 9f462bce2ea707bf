/**
 * The client commands of {@code ccm}: a plain program that talks to a running gateway over its
 * local socket.
 */
package ccm.cli;
