/**
 * Supervised MQTT sessions on Paho, which {@link ccm.mqtt.PahoClient} alone knows.
 *
 * <p>Each session has one owner thread that makes all decisions. Sockets, TLS and WebSocket are
 * opened by {@link ccm.mqtt.Dialer} before Paho gets to see them: so an attempt can always be ended
 * by closing its socket, and the cause of a failure is known first hand.
 */
package ccm.mqtt;
