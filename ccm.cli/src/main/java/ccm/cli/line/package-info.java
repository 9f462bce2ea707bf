/** The command line: what commands declare about themselves, and what was typed. */
package ccm.cli.line;
