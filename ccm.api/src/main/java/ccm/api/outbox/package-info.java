/**
 * Durable queues between the host and the clouds.
 *
 * <p>What a queue has accepted durably survives a kill and a power cut until it is acknowledged. A
 * queue is bounded by bytes, count and age ({@code outbox.*}).
 */
@Export
@Version("1.0.0")
package ccm.api.outbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
