/**
 * An emulated mDash: JSON-RPC with devices over WebSocket, the shadow, and the REST interface of
 * its users. Everything runs on the one thread of its server.
 */
package ccm.sim.cloud.mdash;
