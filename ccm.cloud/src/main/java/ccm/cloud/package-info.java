/**
 * The cloud engine: what the host publishes goes through the durable queue of every enabled cloud,
 * what the clouds say goes to the host, and neither waits for the other.
 */
package ccm.cloud;
