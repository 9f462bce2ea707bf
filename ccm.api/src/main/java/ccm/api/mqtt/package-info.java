/**
 * Supervised MQTT 3.1.1 sessions for the clouds that speak it.
 *
 * <p>A session reconnects by itself with back-off and jitter, asks for fresh credentials before
 * every attempt, re-sends its subscriptions and names the cause of every failure.
 */
@Export
@Version("1.1.0")
package ccm.api.mqtt;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
