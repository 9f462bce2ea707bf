package ccm.api.link;

import ccm.api.rpc.RpcPeer;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to one peer. Published as a service by the transport for as long as its bundle runs; a
 * transport that accepts many connections gives each its own link and publishes none.
 */
@ConsumerType
public interface FrameLink {
    /** Who is at the other end. Never changes. */
    RpcPeer peer();

    /** True while frames can be sent: the port is open and is not lent out. */
    boolean isUp();

    /**
     * Sends one frame whole, in the order of the calls; the link adds what its framing needs. May
     * be called from any thread; waits while the peer does not take bytes, up to the link's write
     * limit.
     *
     * @param frame compact JSON in UTF-8 without a line end; not changed and not kept
     * @throws IOException the frame was not sent: the link is down, or the peer took nothing in
     *     time
     */
    void send(byte[] frame) throws IOException;
}
