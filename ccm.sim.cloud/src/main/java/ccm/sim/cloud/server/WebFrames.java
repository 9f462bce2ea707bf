package ccm.sim.cloud.server;

import ccm.sim.cloud.server.FaultRule.Step;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** The frames of a WebSocket that does not speak MQTT. On the server's thread. */
final class WebFrames extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final CloudServer server;
    private final WebBrain web;
    private final WebSession session;
    private final Line line;

    WebFrames(CloudServer server, WebBrain web, WebSession session, Line line) {
        this.server = server;
        this.web = web;
        this.session = session;
        this.line = line;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame text) {
            String said = text.text();
            String method = WebLine.method(said);
            line.came(Step.PUBLISH, method, () -> text(method, said));
        } else if (frame instanceof BinaryWebSocketFrame) {
            byte[] bytes = ByteBufUtil.getBytes(frame.content());
            line.came(Step.PUBLISH, "", () -> web.binary(session, bytes));
        } else if (frame instanceof PingWebSocketFrame) {
            byte[] bytes = ByteBufUtil.getBytes(frame.content());
            line.came(Step.PING, "", () -> pong(context, bytes));
        } else if (frame instanceof CloseWebSocketFrame) {
            context.writeAndFlush(frame.retain()).addListener(sent -> context.close());
        }
    }

    private void text(String method, String said) {
        server.journal().add("in", line.who(), method, said);
        web.text(session, said);
    }

    private static void pong(ChannelHandlerContext context, byte[] bytes) {
        context.writeAndFlush(new PongWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        server.journal().add("close", line.who(), "", "");
        web.closed(session);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        server.journal().add("fail", line.who(), String.valueOf(cause.getMessage()), "");
        context.close();
    }
}
