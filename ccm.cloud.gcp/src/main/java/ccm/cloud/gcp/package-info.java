/** Google IoT Core and ClearBlade IoT Core as a cloud. */
package ccm.cloud.gcp;
