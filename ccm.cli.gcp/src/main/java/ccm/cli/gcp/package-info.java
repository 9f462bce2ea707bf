/** The setup command of IoT Core, as ClearBlade has it. */
package ccm.cli.gcp;
