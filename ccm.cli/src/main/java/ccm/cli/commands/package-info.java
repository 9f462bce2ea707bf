/** The client commands, one class each. */
package ccm.cli.commands;
