/**
 * AWS IoT Core, emulated: its MQTT broker with policies and limits, the device shadow, jobs, fleet
 * provisioning, and as much of its control plane as it takes to make a thing.
 *
 * <p>The services are plain classes that know no network: what they are asked they answer at once.
 * Source: the documented topics, documents, errors and quotas of AWS IoT Core.
 */
package ccm.sim.cloud.aws;
