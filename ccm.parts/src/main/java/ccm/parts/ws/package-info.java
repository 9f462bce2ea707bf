/** The client's side of a WebSocket, RFC 6455, over streams that are open; copied privately. */
package ccm.parts.ws;
