package ccm.sim.cloud.server;

import ccm.parts.threads.NamedThreads;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of an emulated cloud; see the package for its one thread. */
public final class CloudServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CloudServer.class);
    private static final long CALL_SECONDS = 10;
    private static final long STOP_SECONDS = 5;
    private static final int REBIND_MILLIS = 50;
    private static final int BACKLOG = 128;
    private static final double MILLIS = 1_000;

    private final ServerPlan plan;
    private final NioEventLoopGroup group;
    private final EventLoop loop;
    private final Faults faults;
    private final Journal journal = new Journal();
    private final Sessions sessions = new Sessions(this);
    private final Map<String, Integer> ports = new LinkedHashMap<>(); // fixed once it is open
    private final Map<String, Channel> listening = new LinkedHashMap<>(); // on the loop
    private final Set<Line> lines = new LinkedHashSet<>(); // on the loop
    private volatile boolean closed;

    CloudServer(ServerPlan plan) {
        this.plan = plan;
        this.group = new NioEventLoopGroup(1, new NamedThreads("ccm-sim-" + plan.name()));
        this.loop = group.next();
        this.faults = new Faults(plan.seed(), this::plan);
    }

    /** Where a door listens. */
    public int port(String door) {
        return Optional.ofNullable(ports.get(door))
                .orElseThrow(() -> new IllegalArgumentException(door + ": no such door"));
    }

    /** Where the first door listens. */
    public int port() {
        return ports.values().iterator().next();
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** What has happened. */
    public Journal journal() {
        return journal;
    }

    public Authority authority() {
        return plan.authority();
    }

    /** All sessions, also of clients that are away. */
    public List<Session> sessions() {
        return call(sessions::list);
    }

    /** The session of a client, there or away. */
    public Optional<Session> session(String clientId) {
        return call(() -> sessions.find(clientId));
    }

    /** Sends a message to all that have subscribed to its topic. */
    public void route(Message message) {
        run(() -> sessions.list().forEach(session -> session.deliver(message)));
    }

    /** Does something on the server's thread: at once when this is it, soon otherwise. */
    public void run(Runnable what) {
        if (loop.inEventLoop()) {
            what.run();
        } else if (!closed) {
            loop.execute(what);
        }
    }

    /** Does something on the server's thread and waits for it. */
    public <T> T call(Callable<T> what) {
        try {
            return loop.inEventLoop()
                    ? what.call()
                    : loop.submit(what).get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(plan.name() + ": busy for " + CALL_SECONDS + " s", e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes something on the server's thread, before anything that comes in from now on. */
    public void set(Runnable what) {
        call(
                () -> {
                    what.run();
                    return null;
                });
    }

    /** Does something on the server's thread later; cancel what it returns to not do it. */
    public Future<?> later(Duration delay, Runnable what) {
        return loop.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes what all clients came in with invalid, as a fault does. */
    public void expire() {
        run(() -> List.copyOf(lines).forEach(Line::expire));
    }

    /** Closes all ports and connections, and opens the same ports again after so long. */
    public void restart(int millis) {
        run(
                () -> {
                    journal.add("restart", "", "down for " + millis + " ms", "");
                    shut();
                    loop.schedule(this::reopen, millis, TimeUnit.MILLISECONDS);
                });
    }

    /** Closes the connections that faults have made silent: nobody here would hear their ends. */
    public void closeSilent() {
        run(() -> List.copyOf(lines).stream().filter(Line::silent).forEach(Line::close));
    }

    /** How many connections there are, of whatever kind. */
    public int connections() {
        return call(lines::size);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        call(
                () -> {
                    closed = true;
                    List.copyOf(listening.values()).forEach(Channel::close);
                    List.copyOf(lines).forEach(Line::close);
                    return true;
                });
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    void open() throws IOException {
        for (Door door : plan.doors()) {
            ChannelFuture bound = bind(door, door.port()).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                close();
                throw new IOException(
                        plan.address()
                                + ":"
                                + door.port()
                                + ": cannot listen ("
                                + bound.cause().getMessage()
                                + "). is the port in use, or not ours?",
                        bound.cause());
            }
            ports.put(door.name(), ((InetSocketAddress) bound.channel().localAddress()).getPort());
            run(() -> listening.put(door.name(), bound.channel()));
        }
    }

    ServerPlan plan() {
        return plan;
    }

    Brain brain() {
        return plan.brain();
    }

    Sessions sessionsHere() {
        return sessions;
    }

    void add(Line line) {
        lines.add(line);
    }

    void remove(Line line) {
        lines.remove(line);
    }

    private ChannelFuture bind(Door door, int port) throws IOException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Entrance(this, door))
                .bind(plan.address(), port);
    }

    private void shut() {
        plan.doors().stream()
                .filter(door -> !door.control())
                .map(door -> listening.remove(door.name()))
                .filter(Objects::nonNull)
                .forEach(Channel::close);
        List.copyOf(lines).stream().filter(line -> !line.exempt()).forEach(Line::close);
    }

    /** A port that somebody else has meanwhile is tried again until it is free. */
    private void reopen() {
        for (Door door : plan.doors()) {
            if (!closed && !listening.containsKey(door.name())) {
                try {
                    bind(door, ports.get(door.name()))
                            .addListener(bound -> reopened(door, (ChannelFuture) bound));
                } catch (IOException e) {
                    LOG.warn("{}: {}", plan.name(), e.getMessage());
                }
            }
        }
    }

    private void reopened(Door door, ChannelFuture bound) {
        if (bound.isSuccess() && !closed) {
            listening.put(door.name(), bound.channel());
        } else if (bound.isSuccess()) {
            bound.channel().close();
        } else if (!closed) {
            loop.schedule(this::reopen, REBIND_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A fault without a step: now or at its time, once or again and again. */
    private void plan(FaultRule rule) {
        long after = Math.round(rule.match().afterSeconds() * MILLIS);
        long every = Math.round(rule.match().everySeconds() * MILLIS);
        Runnable strike = () -> strike(rule);
        if (every > 0) {
            long first = after > 0 ? after : every;
            loop.scheduleAtFixedRate(strike, first, every, TimeUnit.MILLISECONDS);
        } else if (after > 0) {
            loop.schedule(strike, after, TimeUnit.MILLISECONDS);
        } else {
            call(Executors.callable(strike));
        }
    }

    private void strike(FaultRule rule) {
        faults.happened();
        switch (rule.kind()) {
            case EXPIRE -> expire();
            case RESTART -> restart(rule.value());
            default ->
                    List.copyOf(lines).stream()
                            .filter(line -> !line.exempt())
                            .filter(
                                    line ->
                                            rule.match().client().isEmpty()
                                                    || rule.match().client().equals(line.who()))
                            .forEach(line -> line.common(rule));
        }
        journal.add("fault", "", rule.kind().name().toLowerCase(Locale.ROOT), "");
    }
}
