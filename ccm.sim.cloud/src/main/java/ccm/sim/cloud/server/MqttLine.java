package ccm.sim.cloud.server;

import ccm.sim.cloud.server.FaultRule.Step;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One connection that speaks MQTT 3.1.1. On the server's thread. */
final class MqttLine extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int LEVEL_3_1 = 3;
    private static final int LEVEL_3_1_1 = 4;
    private static final int BAD_PROTOCOL = 1;
    private static final int FLAG_SESSION = 1;

    private final CloudServer server;
    private final Brain brain;
    private final Peer peer;
    private final Line line;
    private final Set<Integer> second = new HashSet<>(); // QoS 2 that is taken and not released
    private ChannelHandlerContext context;
    private Session session; // null until CONNACK
    private boolean asked; // CONNECT has come
    private boolean goodbye;

    MqttLine(CloudServer server, Peer peer, Line line) {
        this.server = server;
        this.brain = server.brain();
        this.peer = peer;
        this.line = line;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            fail("cannot be read: " + packet.decoderResult().cause().getMessage());
            return;
        }
        MqttMessageType type = packet.fixedHeader().messageType();
        if (asked == (type == MqttMessageType.CONNECT)) {
            fail(type + " out of turn");
        } else if (asked && session == null) { // CONNECT is delayed, by a fault
            ReferenceCountUtil.retain(packet);
            line.after(() -> late(type, packet));
        } else {
            asked = true;
            dispatch(type, packet);
        }
    }

    private void late(MqttMessageType type, MqttMessage packet) {
        try {
            if (session != null) {
                dispatch(type, packet);
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void dispatch(MqttMessageType type, MqttMessage packet) {
        switch (type) {
            case CONNECT -> connect((MqttConnectMessage) packet);
            case PUBLISH -> publish((MqttPublishMessage) packet);
            case PUBACK -> {
                int id = id(packet);
                line.came(Step.ACK, "", () -> acknowledged(id));
            }
            case PUBREL -> {
                second.remove(id(packet));
                write(reply(MqttMessageType.PUBCOMP, id(packet)));
            }
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> unsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> line.came(Step.PING, "", () -> write(MqttMessage.PINGRESP));
            case DISCONNECT -> {
                goodbye = true;
                close();
            }
            default -> fail(type + " from a client");
        }
    }

    private void connect(MqttConnectMessage packet) {
        ConnectInfo info = Packets.info(packet, peer);
        int level = packet.variableHeader().version();
        line.who(info.clientId());
        line.came(Step.CONNECT, "", () -> decide(info, level));
    }

    private void decide(ConnectInfo said, int level) {
        if (level != LEVEL_3_1 && level != LEVEL_3_1_1) {
            refuse(said, BAD_PROTOCOL);
            return;
        }
        ConnectInfo info = said;
        if (said.clientId().isEmpty() && said.clean()) {
            info = Packets.named(said, "auto-" + UUID.randomUUID());
        }
        int code = line.refusal() != 0 ? line.refusal() : brain.connect(info);
        if (code != Brain.ACCEPTED) {
            refuse(info, code);
            return;
        }
        line.who(info.clientId());
        Sessions.Arrival arrival = server.sessionsHere().arrive(this, info);
        session = arrival.session();
        line.onExpired(() -> brain.expired(session));
        keepAlive(info.keepAliveSeconds());
        server.journal().add("connect", info.clientId(), info.toString(), "");
        int flags = arrival.present() ? FLAG_SESSION : 0;
        line.goes(Step.CONNACK, "", () -> connack(flags, 0), () -> connack(flags, 0));
        session.resume(); // before the brain has something new to send
        brain.connected(session);
    }

    private void refuse(ConnectInfo info, int code) {
        server.journal().add("refuse", info.clientId(), "CONNACK " + code, info.toString());
        if (code != Brain.SILENCE) {
            connack(0, code);
        }
        goodbye = true;
        close();
    }

    /** Clouds use codes that MQTT does not know, and so the codec neither. */
    private void connack(int flags, int code) {
        context.writeAndFlush(
                Unpooled.wrappedBuffer(new byte[] {0x20, 2, (byte) flags, (byte) code}));
    }

    private void keepAlive(int asked) {
        int most = server.plan().keepAliveSeconds();
        int seconds = asked == 0 || most > 0 && asked > most ? most : asked;
        if (seconds > 0) {
            long millis = seconds * 1_500L; // one and a half times
            context.pipeline()
                    .addBefore(
                            context.name(),
                            "keepAlive",
                            new IdleStateHandler(millis, 0, 0, TimeUnit.MILLISECONDS));
        }
    }

    private void publish(MqttPublishMessage packet) {
        Message message =
                new Message(
                        packet.variableHeader().topicName(),
                        ByteBufUtil.getBytes(packet.payload()),
                        packet.fixedHeader().qosLevel().value(),
                        packet.fixedHeader().isRetain(),
                        packet.fixedHeader().isDup(),
                        Math.max(0, packet.variableHeader().packetId()));
        line.came(Step.PUBLISH, message.topic(), () -> take(message));
    }

    private void take(Message message) {
        server.journal().add("in", session.clientId(), message.topic(), message.text());
        if (message.qos() == 2 && second.contains(message.id())) {
            acknowledge(message);
            return;
        }
        switch (brain.publish(session, message)) {
            case ACCEPT -> acknowledge(message);
            case DROP -> fail("dropped for what it published to " + message.topic());
            default -> {} // not now, or never
        }
    }

    void acknowledge(Message message) {
        if (message.qos() == 0) {
            return;
        }
        if (message.qos() == 2) {
            second.add(message.id());
        }
        MqttMessageType type = message.qos() == 2 ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
        Runnable write = () -> write(reply(type, message.id()));
        line.goes(Step.PUBACK, message.topic(), write, write);
    }

    private void acknowledged(int id) {
        Message message = session.acknowledged(id);
        if (message != null) {
            brain.acknowledged(session, message);
        }
    }

    private void subscribe(MqttSubscribeMessage packet) {
        List<Filter> filters =
                packet.payload().topicSubscriptions().stream()
                        .map(one -> new Filter(one.topicName(), one.qualityOfService().value()))
                        .toList();
        int id = packet.variableHeader().messageId();
        String first = filters.isEmpty() ? "" : filters.get(0).filter();
        line.came(Step.SUBSCRIBE, first, () -> grant(id, filters));
    }

    private void grant(int id, List<Filter> filters) {
        if (filters.isEmpty() || !filters.stream().allMatch(Filter::valid)) {
            fail("a filter that MQTT does not allow: " + filters);
            return;
        }
        server.journal().add("subscribe", session.clientId(), filters.toString(), "");
        Optional<List<Integer>> granted = brain.subscribe(session, filters);
        if (granted.isEmpty()) {
            fail("dropped for what it subscribed to: " + filters);
            return;
        }
        session.subscribe(filters, granted.get());
        MqttMessage answer =
                new MqttSubAckMessage(
                        header(MqttMessageType.SUBACK),
                        MqttMessageIdVariableHeader.from(id),
                        new MqttSubAckPayload(granted.get()));
        Session current = session;
        Runnable write =
                () -> {
                    write(answer);
                    brain.subscribed(current, filters);
                };
        line.goes(Step.SUBACK, filters.get(0).filter(), write, () -> write(answer));
    }

    private void unsubscribe(MqttUnsubscribeMessage packet) {
        List<String> filters = packet.payload().topics();
        for (String filter : filters) {
            if (session.unsubscribe(filter)) {
                brain.unsubscribed(session, filter);
            }
        }
        write(reply(MqttMessageType.UNSUBACK, packet.variableHeader().messageId()));
    }

    /** Sends a message, with what faults make of it. */
    void write(Message message, int id, boolean dup) {
        Session owner = session;
        line.goes(
                Step.SEND,
                message.topic(),
                () -> writeNow(message, id, dup),
                () -> owner.sendTwice(message, id, line.marked()));
    }

    void writeNow(Message message, int id, boolean dup) {
        server.journal().add("out", line.who(), message.topic(), message.text());
        MqttFixedHeader header =
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH,
                        dup,
                        MqttQoS.valueOf(message.qos()),
                        message.retain(),
                        0);
        write(
                new MqttPublishMessage(
                        header,
                        Packets.publish(message.topic(), id),
                        Unpooled.wrappedBuffer(message.payload())));
    }

    void close() {
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (session == null) {
            return;
        }
        Session was = session;
        boolean current = server.sessionsHere().leave(was, this);
        server.journal().add("close", was.clientId(), goodbye ? "said goodbye" : "lost", "");
        if (!goodbye) {
            was.info().will().ifPresent(will -> brain.will(was, will));
        }
        if (current) {
            brain.closed(was);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof IdleStateEvent
                && line.open()) { // half-open: we hear nothing ourselves
            fail("silent for longer than its keep-alive");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        fail(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    private void fail(String why) {
        server.journal().add("fail", line.who(), why, "");
        context.close();
    }

    private void write(MqttMessage packet) {
        context.writeAndFlush(packet);
    }

    private static int id(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private static MqttMessage reply(MqttMessageType type, int id) {
        return new MqttMessage(header(type), MqttMessageIdVariableHeader.from(id));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
