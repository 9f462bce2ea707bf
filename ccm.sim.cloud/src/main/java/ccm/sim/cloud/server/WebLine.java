package ccm.sim.cloud.server;

import ccm.sim.cloud.server.FaultRule.Step;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection that speaks HTTP, perhaps to become a WebSocket. On the server's thread. */
final class WebLine extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int FRAME = 1 << 20;
    private static final int BAD_REQUEST = 400;
    private static final String MQTT = "mqtt";
    private static final String FIRST_OFFERED = WebSocketServerHandshaker.SUB_PROTOCOL_WILDCARD;
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"([^\"]*)\"");

    private final CloudServer server;
    private final Door door;
    private final Peer peer;
    private final Line line;

    WebLine(CloudServer server, Door door, Peer peer, Line line) {
        super(FullHttpRequest.class);
        this.server = server;
        this.door = door;
        this.peer = peer;
        this.line = line;
    }

    /** The method of a JSON-RPC frame, which takes the place of a topic. */
    static String method(String text) {
        Matcher found = METHOD.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest packet) {
        if (packet.decoderResult().isFailure()) {
            context.close();
            return;
        }
        WebRequest request = request(packet);
        boolean upgrade =
                request.header("upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
        FullHttpRequest kept = packet.replace(Unpooled.copiedBuffer(packet.content())); // or a leak
        line.came(
                Step.CONNECT,
                request.path(),
                () -> {
                    if (upgrade) {
                        upgrade(context, kept, request);
                    } else {
                        answer(context, kept, request);
                    }
                });
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest packet, WebRequest request) {
        boolean keep = HttpUtil.isKeepAlive(packet);
        Consumer<WebAnswer> to =
                answer -> server.run(() -> answer(context, request.path(), answer, keep));
        door.web()
                .ifPresentOrElse(
                        web -> web.answer(request, to),
                        () -> to.accept(WebAnswer.error(BAD_REQUEST, "no HTTP here")));
    }

    private void answer(
            ChannelHandlerContext context, String path, WebAnswer answer, boolean keep) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(answer.status()),
                        Unpooled.wrappedBuffer(answer.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.type());
        answer.headers().forEach(response.headers()::set);
        HttpUtil.setContentLength(response, answer.body().length);
        HttpUtil.setKeepAlive(response, keep);
        Runnable write =
                () -> {
                    var written = context.writeAndFlush(response);
                    if (!keep) {
                        written.addListener(ChannelFutureListener.CLOSE);
                    }
                };
        line.goes(Step.CONNACK, path, write, () -> {});
    }

    private void upgrade(
            ChannelHandlerContext context, FullHttpRequest packet, WebRequest request) {
        if (door.sockets().contains(request.path())) {
            String offered = request.header("sec-websocket-protocol").orElse("");
            if (List.of(offered.split("\\s*,\\s*")).contains(MQTT)) {
                handshake(context, packet, MQTT);
                context.pipeline().addLast(new BinaryFrames());
                FirstByte.mqtt(context.pipeline(), server, peer.at(packet.uri()), line);
                context.pipeline().remove(this);
            } else {
                refuse(context, packet, BAD_REQUEST);
            }
            return;
        }
        int status =
                door.web().isEmpty()
                        ? HttpResponseStatus.NOT_FOUND.code()
                        : door.web().get().open(request);
        if (status != WebBrain.SWITCHED || line.refusal() != 0) {
            server.journal().add("refuse", line.who(), request.path() + " " + status, "");
            refuse(context, packet, line.refusal() == 0 ? status : line.refusal());
            return;
        }
        handshake(context, packet, FIRST_OFFERED); // without one many clients hang up
        WebBrain web = door.web().get();
        WebSession session = new WebSession(server, context.channel(), line, request);
        line.onExpired(() -> web.expired(session));
        context.pipeline().addLast(new WebFrames(server, web, session, line));
        context.pipeline().remove(this);
        server.journal().add("connect", line.who(), request.path(), "");
        web.opened(session);
    }

    private void handshake(ChannelHandlerContext context, FullHttpRequest packet, String protocol) {
        String url =
                (door.tls() ? "wss://" : "ws://") + packet.headers().get("host") + packet.uri();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(url, protocol, false, FRAME)
                        .newHandshaker(packet);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        handshaker.handshake(context.channel(), packet);
        context.pipeline().addLast(new WebSocketFrameAggregator(FRAME));
    }

    private static void refuse(ChannelHandlerContext context, FullHttpRequest packet, int status) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        HttpUtil.setContentLength(response, 0);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private WebRequest request(FullHttpRequest packet) {
        QueryStringDecoder uri = new QueryStringDecoder(packet.uri());
        Map<String, String> query = new HashMap<>();
        uri.parameters().forEach((name, values) -> query.put(name, values.get(values.size() - 1)));
        Map<String, String> headers = new HashMap<>();
        packet.headers()
                .forEach(one -> headers.put(one.getKey().toLowerCase(Locale.ROOT), one.getValue()));
        return new WebRequest(
                packet.method().name(),
                uri.path(),
                query,
                headers,
                ByteBufUtil.getBytes(packet.content()),
                peer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        server.journal().add("fail", line.who(), String.valueOf(cause.getMessage()), "");
        context.close();
    }
}
