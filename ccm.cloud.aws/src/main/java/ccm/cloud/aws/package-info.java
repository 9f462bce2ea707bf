/** AWS IoT Core as a cloud. */
package ccm.cloud.aws;
