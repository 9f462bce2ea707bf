/**
 * Answering JSON-RPC calls, from the host, the local socket, a cloud or a browser alike.
 *
 * <p>To add a method, publish an {@link ccm.api.rpc.RpcMethod} (answers at once) or a {@link
 * ccm.api.rpc.DeferredRpcMethod} (answers later) named with {@link ccm.api.rpc.RpcName}. It can be
 * called as soon as its bundle starts. While a bundle is being swapped, a call to a method that has
 * just left is kept for a moment and runs when the method is back; after that it is "method not
 * found".
 *
 * <p>Source of the frame format: JSON-RPC 2.0 specification, sections 4 and 5.
 */
@Export
@Version("2.1.0")
package ccm.api.rpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
