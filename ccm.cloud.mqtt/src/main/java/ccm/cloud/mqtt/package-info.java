/**
 * A private MQTT broker as a cloud: {@code mqtt.*} is the broker, {@code mqtt1.*} its backup.
 *
 * <p>Source: the keys, types and defaults of the MQTT library of Mongoose OS.
 */
package ccm.cloud.mqtt;
