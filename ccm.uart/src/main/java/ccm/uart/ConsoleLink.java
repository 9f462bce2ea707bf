package ccm.uart;

import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.parts.frames.FrameCrc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial console: frames of people and of their tools on a port of their own. Answers wait for
 * nobody: what a peer does not take in time is dropped.
 */
final class ConsoleLink implements Port.User, ConsoleFramer.Sink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleLink.class);
    private static final int KEPT_BYTES = 64 * 1024;
    private static final int DEFAULT_FRAME = 4096;
    private static final int MAX_BLANKS = 64;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final byte[] QUOTES = {'"', '"', '"'};
    private static final byte[] HERE = {'"', '"', '"', 4, '"', '"', '"'};

    private final UartSettings settings;
    private final HostPort host;
    private final Supplier<Optional<FrameExchange>> exchanges;
    private final RpcPeer peer;
    private final ConsoleFramer framer;
    private final Backlog backlog = new Backlog(KEPT_BYTES);
    private final Port port;
    private String checkedHost = ""; // touched by the port's thread alone, like the backlog
    private boolean quotes; // these three: guarded by this
    private boolean checksums;
    private int blanks;

    /**
     * Makes one.
     *
     * @param exchanges gives nobody while the answering bundle is being swapped
     */
    ConsoleLink(UartSettings settings, HostPort host, Supplier<Optional<FrameExchange>> exchanges) {
        this.settings = settings;
        this.host = host;
        this.exchanges = exchanges;
        this.peer = new RpcPeer(RpcPeer.UART, settings.port(), RpcPeer.Zone.LOCAL);
        this.framer = new ConsoleFramer(this::maxFrame, this);
        this.port = new Port(settings, this);
    }

    void open() {
        port.open();
    }

    @Override
    public void close() {
        port.close();
    }

    /** Who writes to the port; empty while it is not open. */
    Optional<LineWriter> writer() {
        return port.writer();
    }

    @Override
    public void check() throws IOException {
        String current = host.path();
        boolean open = port.writer().isPresent();
        if (open && current.equals(checkedHost)) {
            return; // checked when it was opened
        }
        checkedHost = current;
        if (host.isSameAs(settings.port())) {
            throw new IOException(
                    settings.port()
                            + ": is the host's port too (host.rpc.uart.port is "
                            + current
                            + "). Set another rpc.uart.port.");
        }
    }

    @Override
    public synchronized void up() {
        quotes = false; // somebody else may be at the other end now
        checksums = false;
        blanks = 0;
    }

    @Override
    public void turn() {
        while (!backlog.isEmpty() && offer(backlog.oldest())) {
            backlog.removeOldest();
        }
    }

    @Override
    public boolean mayRead(SerialLine line) {
        return backlog.isEmpty() || (!backlog.isFull() && line.hasInput());
    }

    @Override
    public void take(byte[] bytes, int count) {
        framer.accept(bytes, count);
    }

    @Override
    public void rest(long nanos) {
        LockSupport.parkNanos(backlog.isEmpty() ? nanos : REST);
    }

    @Override
    public void down() {
        framer.reset();
    }

    @Override
    public void end() {
        if (!backlog.isEmpty()) {
            LOG.warn("{}: closed with {} frames not answered", settings.port(), backlog.size());
        }
    }

    @Override
    public synchronized void quotes() {
        quotes = true;
    }

    @Override
    public synchronized void checksum() {
        checksums = true;
    }

    @Override
    public synchronized void blank() {
        blanks = Math.min(MAX_BLANKS, blanks + 1); // goes out with the next answer
    }

    @Override
    public synchronized void handshake() {
        ByteArrayOutputStream out = begin();
        out.writeBytes(HERE);
        write(port.writer(), out.toByteArray());
    }

    @Override
    public void frame(byte[] json) {
        if (!backlog.isEmpty() || !offer(json)) {
            backlog.add(json);
        }
    }

    @Override
    public void garbage(String what) {
        LOG.debug("{}: {} is dropped", settings.port(), what);
    }

    /** Has a frame answered; false while there is nobody to do it. */
    private boolean offer(byte[] json) {
        Optional<FrameExchange> exchange = exchanges.get();
        if (exchange.isEmpty()) {
            return false;
        }
        Optional<LineWriter> writer = port.writer(); // the answer is for who is there now
        CompletionStage<FrameReply> reply;
        try {
            reply = exchange.get().exchange(peer, json);
        } catch (RuntimeException e) {
            LOG.error("{}: a frame could not be answered", settings.port(), e);
            return true;
        }
        reply.thenAccept(
                what -> {
                    if (what.kind() == FrameReply.Kind.ANSWER) {
                        answer(writer, what.frame());
                    }
                });
        return true;
    }

    private synchronized void answer(Optional<LineWriter> writer, byte[] json) {
        ByteArrayOutputStream out = begin();
        out.write('\n');
        if (quotes) {
            out.writeBytes(QUOTES);
        }
        out.writeBytes(checksums ? FrameCrc.append(json) : json);
        if (quotes) {
            out.writeBytes(QUOTES);
        }
        out.write('\n');
        write(writer, out.toByteArray());
    }

    private ByteArrayOutputStream begin() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (; blanks > 0; blanks--) {
            out.write('\n');
        }
        return out;
    }

    private void write(Optional<LineWriter> writer, byte[] bytes) {
        if (writer.isEmpty() || !writer.get().offer(bytes)) {
            LOG.debug("{}: an answer is dropped, the peer takes nothing", settings.port());
        }
    }

    private int maxFrame() {
        return exchanges.get().map(FrameExchange::maxFrame).orElse(DEFAULT_FRAME);
    }
}
