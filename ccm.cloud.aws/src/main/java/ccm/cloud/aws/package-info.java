/**
 * AWS IoT Core as a cloud: MQTT within its limits, the device shadow, jobs that update the host,
 * and fleet provisioning by claim.
 *
 * <p>Source: the documented topics, documents and quotas of AWS IoT Core.
 */
package ccm.cloud.aws;
