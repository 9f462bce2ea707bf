package ccm.udp;

import ccm.api.access.Access;
import ccm.api.link.FrameExchange;
import ccm.api.link.FrameReply;
import ccm.api.rpc.RpcPeer;
import ccm.api.rpc.RpcPeer.Zone;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes datagrams and answers each to its sender. Whoever sends may have made up its address, so
 * little is done for strangers, and less is sent to them.
 */
final class Datagrams implements AutoCloseable {
    static final int STRANGERS_PER_SECOND = 200;
    static final int ERRORS_PER_SECOND = 10;
    private static final int MAX_UNFINISHED = 64;
    private static final int LARGEST = 65_507; // of one datagram
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long JOIN_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Datagrams.class);

    private final String setting;
    private final Supplier<Optional<FrameExchange>> exchanges;
    private final Supplier<Optional<Access>> access;
    private final Consumer<Optional<String>> announce;
    private final Semaphore unfinished = new Semaphore(MAX_UNFINISHED);
    private final Rate strangers = new Rate(STRANGERS_PER_SECOND, System::nanoTime);
    private final Rate errors = new Rate(ERRORS_PER_SECOND, System::nanoTime);
    private final byte[] buffer = new byte[LARGEST]; // touched by the thread alone
    private final Thread thread = new NamedThreads("ccm-udp").newThread(this::run);
    private volatile DatagramSocket socket; // null while it is not open
    private volatile boolean closed;
    private String said = ""; // touched by the thread alone

    /**
     * Makes them.
     *
     * @param announce told what is served once it is, and nothing when that ends
     */
    Datagrams(
            String setting,
            Supplier<Optional<FrameExchange>> exchanges,
            Supplier<Optional<Access>> access,
            Consumer<Optional<String>> announce) {
        this.setting = setting;
        this.exchanges = exchanges;
        this.access = access;
        this.announce = announce;
    }

    void open() {
        thread.start();
    }

    /** The port that is listened on; empty while none is. */
    Optional<Integer> port() {
        return Optional.ofNullable(socket).map(DatagramSocket::getLocalPort);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        DatagramSocket current = socket;
        if (current != null) {
            current.close(); // ends its receive
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (DatagramSocket made = listen()) {
                socket = made;
                said = "";
                String where = "udp " + made.getLocalSocketAddress().toString().replace("/", "");
                announce.accept(Optional.of(where));
                while (!closed) {
                    take(made);
                }
            } catch (IOException e) {
                failed(e);
            } finally {
                socket = null;
                announce.accept(Optional.empty());
            }
            if (!closed) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private DatagramSocket listen() throws IOException {
        InetSocketAddress address = ListenAddress.of(setting);
        boolean users = access.get().map(Access::hasUsers).orElse(false);
        if (!address.getAddress().isLoopbackAddress() && !users) {
            throw new IOException(
                    "rpc.udp.listen_addr: "
                            + setting
                            + " can be reached from the network and no user is defined, so it is"
                            + " not opened. Define one: ccm user add NAME");
        }
        try {
            return new DatagramSocket(address);
        } catch (IOException e) {
            throw new IOException(
                    "rpc.udp.listen_addr: cannot listen on " + setting + ": " + e.getMessage(), e);
        }
    }

    private void failed(IOException why) {
        String text = why.getMessage();
        if (!closed && !text.equals(said)) {
            LOG.warn("{}.", text);
            said = text;
        }
    }

    private void take(DatagramSocket from) throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        from.receive(packet);
        boolean stranger = !packet.getAddress().isLoopbackAddress();
        Optional<FrameExchange> exchange = exchanges.get();
        if (exchange.isEmpty() || packet.getLength() > exchange.get().maxFrame()) {
            return; // a datagram may be lost: whoever sent it tries again
        }
        if (stranger && !strangers.pass() || !unfinished.tryAcquire()) {
            return;
        }
        InetSocketAddress sender = (InetSocketAddress) packet.getSocketAddress();
        byte[] frame = Arrays.copyOf(packet.getData(), packet.getLength());
        answer(exchange.get(), frame, sender, stranger)
                .whenComplete(
                        (reply, failure) -> {
                            unfinished.release();
                            if (failure != null) {
                                LOG.error("a datagram could not be answered", failure);
                            } else {
                                send(from, sender, reply, stranger);
                            }
                        });
    }

    private static CompletionStage<FrameReply> answer(
            FrameExchange exchange, byte[] frame, InetSocketAddress sender, boolean stranger) {
        // without the port, which a sender makes up: wrong logins are counted by this
        String address = sender.getAddress().getHostAddress();
        Zone zone = stranger ? Zone.NETWORK : Zone.LOCAL;
        try {
            return exchange.exchange(new RpcPeer(RpcPeer.UDP_IN, address, zone), frame);
        } catch (RuntimeException e) {
            return java.util.concurrent.CompletableFuture.failedStage(e);
        }
    }

    private void send(
            DatagramSocket from, InetSocketAddress to, FrameReply reply, boolean stranger) {
        int length = reply.frame().length;
        if (reply.kind() != FrameReply.Kind.ANSWER
                || length > LARGEST
                || stranger && reply.code() != 0 && !errors.pass()) {
            return;
        }
        try {
            from.send(new DatagramPacket(reply.frame(), length, to));
        } catch (IOException e) {
            LOG.debug("an answer was not sent", e); // it may be lost on its way as well
        }
    }
}
