/** The setup command of Azure IoT Hub. */
package ccm.cli.azure;
