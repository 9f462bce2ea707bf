/**
 * The methods of this gateway over HTTP and WebSocket.
 *
 * <p>Jetty comes out of the jar of Felix HTTP, and is known to the classes named {@code Jetty…}
 * alone. It is a server of its own, apart from that of the web console: neither is reached where
 * the other listens, and only a server of one's own bounds slow headers, slow bodies, connections
 * and threads.
 *
 * <p>Sources: RFC 9110 and 9112 (HTTP), RFC 6455 (WebSocket), RFC 7616 (digest login), the Fetch
 * standard (cross-origin rules), and the HTTP channel of Mongoose OS RPC.
 */
package ccm.http;
