/**
 * Who may call: users, their digest logins, and how wrong ones are slowed down.
 *
 * <p>Whether a caller may call a method is decided by the dispatcher alone ({@link ccm.api.rpc.Rpc}
 * and {@link ccm.api.link.FrameExchange} ask it for every call). Transports with a login of their
 * own, HTTP for one, have it checked here and then say who has logged in ({@link
 * ccm.api.rpc.RpcPeer#as}).
 *
 * <p>Source: HTTP Digest Access Authentication, RFC 7616, as far as Mongoose OS RPC uses it.
 */
@Export
@Version("1.0.0")
package ccm.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
