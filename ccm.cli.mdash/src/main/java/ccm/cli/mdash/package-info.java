/** The setup command of mDash. */
package ccm.cli.mdash;
