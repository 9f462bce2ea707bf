package ccm.sim.cloud.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Sees what a client speaks: HTTP begins with a letter, MQTT with CONNECT. */
final class FirstByte extends ByteToMessageDecoder {
    private static final int BODY = 16 << 20;

    private final CloudServer server;
    private final Door door;
    private final Line line;

    FirstByte(CloudServer server, Door door, Line line) {
        this.server = server;
        this.door = door;
        this.line = line;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!line.open()) {
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        Peer peer = peer(context);
        if (Character.isUpperCase(in.getByte(in.readerIndex()))) {
            pipeline.addLast(new HttpServerCodec());
            pipeline.addLast(new HttpObjectAggregator(BODY));
            pipeline.addLast(new WebLine(server, door, peer, line));
        } else {
            mqtt(pipeline, server, peer, line);
        }
        pipeline.remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            line.came(FaultRule.Step.TLS, "", () -> {});
        }
        super.userEventTriggered(context, event);
    }

    static void mqtt(ChannelPipeline pipeline, CloudServer server, Peer peer, Line line) {
        pipeline.addLast(new MqttDecoder(server.plan().largest()));
        pipeline.addLast(MqttEncoder.INSTANCE);
        pipeline.addLast("mqtt", new MqttLine(server, peer, line));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        server.journal().add("tls", line.who(), String.valueOf(root.getMessage()), "");
        context.close();
    }

    private Peer peer(ChannelHandlerContext context) {
        InetSocketAddress address = (InetSocketAddress) context.channel().remoteAddress();
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            return new Peer(
                    door.name(), address, List.of(), Optional.empty(), Optional.empty(), "");
        }
        SSLEngine engine = tls.engine();
        Optional<String> sni =
                ((ExtendedSSLSession) engine.getSession())
                        .getRequestedServerNames().stream()
                                .filter(SNIHostName.class::isInstance)
                                .map(name -> ((SNIHostName) name).getAsciiName())
                                .findFirst();
        Optional<String> alpn =
                Optional.ofNullable(engine.getApplicationProtocol()).filter(one -> !one.isEmpty());
        return new Peer(door.name(), address, certificates(engine), sni, alpn, "");
    }

    private static List<X509Certificate> certificates(SSLEngine engine) {
        try {
            Certificate[] shown = engine.getSession().getPeerCertificates();
            return Stream.of(shown).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it showed none
        }
    }
}
