package ccm.sim.cloud.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.Locale;
import java.util.Optional;

/**
 * One connection with all that can go wrong with it: each step in both directions passes here.
 * Touched by the server's thread alone.
 */
final class Line {
    private static final int THROTTLED = 16; // so many wait before the client is read no more
    private static final int MILLIS = 1_000;

    private final Channel channel;
    private final CloudServer server;
    private final Gate in;
    private final Gate out;
    private final boolean exempt;
    private Runnable expired;
    private String who = "";
    private boolean silent;
    private int refusal;
    private boolean marked;

    /**
     * Makes one.
     *
     * @param exempt true when no fault touches it
     */
    Line(Channel channel, CloudServer server, boolean exempt) {
        this.channel = channel;
        this.exempt = exempt;
        this.expired = channel::close;
        this.server = server;
        this.in = new Gate(channel.eventLoop());
        this.out = new Gate(channel.eventLoop());
    }

    /** What its client is called from now on. */
    void who(String client) {
        who = client;
    }

    boolean exempt() {
        return exempt;
    }

    /** What to do when what the client came in with is no longer valid. */
    void onExpired(Runnable what) {
        expired = what;
    }

    void expire() {
        if (!exempt) {
            expired.run();
        }
    }

    void close() {
        channel.close();
    }

    /**
     * Does something after all that came in before, whatever delays that, even when it is closed.
     */
    void after(Runnable what) {
        in.pass(what, 0);
    }

    String who() {
        return who;
    }

    /** The code of CONNACK that a fault asks for; 0 for none. */
    int refusal() {
        return refusal;
    }

    /** True when what comes twice is marked so: DUP, with the same packet id. */
    boolean marked() {
        return marked;
    }

    /** True when a fault made it so. */
    boolean silent() {
        return silent;
    }

    boolean open() {
        return channel.isActive() && !silent;
    }

    /** Something came in. */
    void came(FaultRule.Step step, String topic, Runnable handle) {
        if (silent) {
            return;
        }
        Optional<FaultRule> fault = fault(step, topic);
        if (fault.isEmpty()) {
            in.pass(() -> handleIfOpen(handle), 0);
            return;
        }
        FaultRule rule = fault.get();
        note(rule, step);
        switch (rule.kind()) {
            case DELAY -> in.pass(() -> handleIfOpen(handle), rule.value());
            case THROTTLE -> throttle(handle, rule.value());
            case DUP -> {
                in.pass(() -> handleIfOpen(handle), 0);
                in.pass(() -> handleIfOpen(handle), 0);
            }
            case REORDER -> in.park(() -> handleIfOpen(handle));
            case REFUSE -> {
                refusal = rule.value();
                in.pass(() -> handleIfOpen(handle), 0);
            }
            default -> common(rule);
        }
    }

    /**
     * Something goes out.
     *
     * @param write writes it
     * @param again writes it a second time, when it is to come twice
     */
    void goes(FaultRule.Step step, String topic, Runnable write, Runnable again) {
        if (silent) {
            return;
        }
        Optional<FaultRule> fault = fault(step, topic);
        if (fault.isEmpty()) {
            out.pass(write, 0);
            return;
        }
        FaultRule rule = fault.get();
        note(rule, step);
        switch (rule.kind()) {
            case DELAY -> out.pass(write, rule.value());
            case THROTTLE -> out.pass(write, MILLIS / Math.max(1, rule.value()));
            case DUP -> {
                out.pass(write, 0);
                out.pass(
                        () -> {
                            marked = rule.value() == 1;
                            again.run();
                        },
                        0);
            }
            case REORDER -> out.park(write);
            default -> common(rule);
        }
    }

    /** What happens to the connection itself; LOSE needs nothing done. */
    void common(FaultRule rule) {
        switch (rule.kind()) {
            case DROP -> channel.close();
            case RST -> reset();
            case HALFOPEN -> silence();
            case EXPIRE -> server.expire();
            case RESTART -> server.restart(rule.value());
            default -> {}
        }
    }

    private Optional<FaultRule> fault(FaultRule.Step step, String topic) {
        return exempt ? Optional.empty() : server.faults().at(step, who, topic);
    }

    private void note(FaultRule rule, FaultRule.Step step) {
        String text = (rule.kind() + "@" + step).toLowerCase(Locale.ROOT);
        server.journal().add("fault", who, text, "");
    }

    private void handleIfOpen(Runnable handle) {
        if (open()) {
            handle.run();
        }
        if (in.size() < THROTTLED && !silent) {
            channel.config().setAutoRead(true);
        }
    }

    private void throttle(Runnable handle, int perSecond) {
        in.pass(() -> handleIfOpen(handle), MILLIS / Math.max(1, perSecond));
        if (in.size() >= THROTTLED) {
            channel.config().setAutoRead(false);
        }
    }

    private void reset() {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().closeForcibly();
        } catch (ChannelException e) { // the client was faster
            server.journal().add("fail", who, String.valueOf(e.getMessage()), "");
        }
        channel.close();
    }

    private void silence() {
        silent = true;
        channel.config().setAutoRead(false);
    }
}
