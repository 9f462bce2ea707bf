/** Azure IoT Hub as a cloud. */
package ccm.cloud.azure;
