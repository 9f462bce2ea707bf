/**
 * The way in through a WiFi network that the gateway opens itself: the network, and a small HTTP
 * server in it with a page for people and the API that the product's documentation types with curl.
 *
 * <p>{@code Keeper} opens and keeps both. Requests go from {@code JettyDoor}, which bounds
 * everything that a peer could use up, to {@code Routes}, which knows nothing of Jetty, and from
 * there to {@code Api} or {@code Portal}. Jetty is known to the classes named {@code Jetty…} alone.
 *
 * <p>Sources: RFC 9110 and 9112 (HTTP), RFC 8910 (captive portals), Content Security Policy 3, WCAG
 * 2.2 (the page), the HTTP channel of Mongoose OS RPC.
 */
package ccm.provision.ap;
