package ccm.sim.cloud.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import javax.net.ssl.SSLException;

/** Lets connections in at a door. */
final class Entrance extends ChannelInitializer<Channel> {
    private final CloudServer server;
    private final Door door;
    private final SslContext tls; // null for plain TCP

    Entrance(CloudServer server, Door door) throws SSLException {
        this.server = server;
        this.door = door;
        this.tls = door.tls() ? Tls.context(server.plan(), door) : null;
    }

    @Override
    protected void initChannel(Channel channel) {
        Line line = new Line(channel, server, door.control());
        server.add(line);
        channel.closeFuture().addListener(closed -> server.remove(line));
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new FirstByte(server, door, line));
        line.came(FaultRule.Step.ACCEPT, "", () -> {});
    }
}
