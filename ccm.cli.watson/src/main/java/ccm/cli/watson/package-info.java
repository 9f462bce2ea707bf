/** The setup command of IBM Watson IoT. */
package ccm.cli.watson;
