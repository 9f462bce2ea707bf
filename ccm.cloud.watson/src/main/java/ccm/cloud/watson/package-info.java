/** IBM Watson IoT Platform as a cloud. */
package ccm.cloud.watson;
