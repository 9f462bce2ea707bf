/** What clouds over MQTT have in common; each adds its dialect. Copied privately. */
package ccm.parts.cloud;
