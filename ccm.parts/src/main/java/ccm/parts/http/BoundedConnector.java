package ccm.parts.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector that closes what is over its limits, and leaves no socket behind when it stops.
 *
 * <p>Jetty's own limit stops accepting and begins again, and under a flood may never do so. A
 * socket that Jetty has accepted but not yet given to a selector when it stops stays open for ever,
 * and with it a peer that waits for an answer.
 */
public final class BoundedConnector extends ServerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedConnector.class);

    private final Map<SocketChannel, InetAddress> sockets = new ConcurrentHashMap<>();
    private final Set<SocketChannel> refused = ConcurrentHashMap.newKeySet();
    private final int most;
    private final int mostOfOne;
    private volatile boolean ended;

    /**
     * Makes one with a single selector, whose thread accepts as well as another.
     *
     * @param most connections at a time
     * @param mostOfOne connections of one address at a time; {@code most} for no such limit
     */
    public BoundedConnector(
            Server server, int most, int mostOfOne, ConnectionFactory... protocols) {
        super(server, 0, 1, protocols);
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Sockets that are open. */
    public int sockets() {
        return sockets.size();
    }

    @Override
    protected void doStart() throws Exception {
        ended = false;
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        ended = true;
        try {
            super.doStop();
        } finally {
            sockets.keySet().forEach(BoundedConnector::close);
            sockets.clear();
            refused.clear();
        }
    }

    /** One has just been accepted, and the next is not before this one is counted. */
    @Override
    protected void configure(Socket socket) {
        super.configure(socket);
        SocketChannel channel = socket.getChannel();
        if (isFull(socket.getInetAddress())) {
            refused.add(channel); // it has to be opened first
        }
        sockets.put(channel, socket.getInetAddress());
        if (ended) {
            close(channel);
            forget(channel);
        }
    }

    @Override
    protected void onEndPointOpened(EndPoint opened) {
        super.onEndPointOpened(opened);
        if (opened.getTransport() instanceof SocketChannel channel && refused.contains(channel)) {
            LOG.debug("{}: too many connections", opened.getRemoteSocketAddress());
            forget(channel);
            opened.close();
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint closed) {
        super.onEndPointClosed(closed);
        if (closed.getTransport() instanceof SocketChannel channel) {
            forget(channel);
        }
    }

    private boolean isFull(InetAddress peer) {
        return sockets.size() >= most
                || mostOfOne < most
                        && sockets.values().stream().filter(peer::equals).count() >= mostOfOne;
    }

    private void forget(SocketChannel channel) {
        sockets.remove(channel);
        refused.remove(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a socket did not close: {}", e.toString());
        }
    }
}
