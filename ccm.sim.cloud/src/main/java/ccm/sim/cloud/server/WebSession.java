package ccm.sim.cloud.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.Supplier;

/**
 * An open WebSocket. What it does may be asked for from any thread, and is done on the server's.
 */
public final class WebSession {
    private final CloudServer server;
    private final Channel channel;
    private final Line line;
    private final WebRequest request;

    WebSession(CloudServer server, Channel channel, Line line, WebRequest request) {
        this.server = server;
        this.channel = channel;
        this.line = line;
        this.request = request;
    }

    /** What it was opened with. */
    public WebRequest request() {
        return request;
    }

    /** What its client is called in the journal and by faults from now on. */
    public void named(String who) {
        line.who(who);
    }

    /** Sends a text frame. */
    public void send(String text) {
        server.run(
                () -> {
                    server.journal().add("out", line.who(), WebLine.method(text), text);
                    goes(WebLine.method(text), () -> new TextWebSocketFrame(text));
                });
    }

    /** Sends a text frame of any bytes, UTF-8 or not. */
    public void sendText(byte[] bytes) {
        server.run(() -> goes("", () -> new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes))));
    }

    /** Sends a binary frame. */
    public void send(byte[] bytes) {
        server.run(() -> goes("", () -> new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes))));
    }

    /** Closes it with a code and a reason. */
    public void close(int code, String reason) {
        server.run(
                () ->
                        channel.writeAndFlush(new CloseWebSocketFrame(code, reason))
                                .addListener(sent -> channel.close()));
    }

    /** Closes the connection without a word. */
    public void close() {
        server.run(line::close);
    }

    private void goes(String method, Supplier<WebSocketFrame> frame) {
        Runnable write = () -> channel.writeAndFlush(frame.get());
        line.goes(FaultRule.Step.SEND, method, write, write);
    }
}
