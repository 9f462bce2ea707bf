/**
 * mDash as a cloud: JSON-RPC in both directions over a WebSocket that we open.
 *
 * <p>It has no topics. What the host publishes goes there as a call {@code MQTT.Pub}, which the
 * users of its API see; a call {@code MQTT.Message} from there is a message to the host. All other
 * calls are answered as those of any network channel, and the shadow has calls of its own.
 */
package ccm.cloud.mdash;
