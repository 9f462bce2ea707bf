package ccm.local;

import ccm.api.link.FrameListener;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and gives each client a link and a thread, up to a limit. */
final class Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);
    private static final Duration ACCEPT_AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SocketFile file;
    private final int connections;
    private final int frameLimit;
    private final Supplier<Optional<FrameListener>> listener;
    private final Function<Path, Runnable> announce;
    private final Map<LocalLink, Thread> links = new ConcurrentHashMap<>();
    private final NamedThreads threads = new NamedThreads("ccm-local-client");
    private final Thread thread = new NamedThreads("ccm-local-accept").newThread(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile ServerSocketChannel server; // null while not listening
    private int accepted; // touched only by the accepting thread

    /**
     * Makes one.
     *
     * @param announce told where it listens; what it returns is run when it no longer does
     */
    Acceptor(
            SocketFile file,
            int connections,
            int frameLimit,
            Supplier<Optional<FrameListener>> listener,
            Function<Path, Runnable> announce) {
        this.file = file;
        this.connections = connections;
        this.frameLimit = frameLimit;
        this.listener = listener;
        this.announce = announce;
    }

    void open() {
        thread.start();
    }

    /** Ends every thread; none is interrupted, it may be inside a listener and so inside a file. */
    void close() {
        closing.countDown();
        closeQuietly(server);
        links.keySet().forEach(LocalLink::close);
        long end = System.nanoTime() + PATIENCE.toNanos();
        join(thread, end);
        links.forEach(
                (link, reader) -> {
                    link.close(); // one may have been accepted a moment ago
                    join(reader, end);
                });
    }

    /** Lets every link look for a new listener. */
    void wakeLinks() {
        links.keySet().forEach(LocalLink::wake);
    }

    private void run() {
        try {
            if (listen()) {
                serve();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until it works or is closed; true when it listens. */
    private boolean listen() throws InterruptedException {
        boolean reported = false;
        do {
            try {
                server = file.listen();
                return true;
            } catch (IOException | RuntimeException e) {
                if (!reported) {
                    LOG.error("no local clients: {}", e.getMessage());
                    reported = true;
                }
            }
        } while (!closing.await(LISTEN_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    private void serve() throws InterruptedException {
        Runnable withdraw = announce.apply(file.path());
        try {
            while (server.isOpen()) {
                accept();
            }
        } finally {
            withdraw.run();
            closeQuietly(server);
            delete();
        }
    }

    private void accept() throws InterruptedException {
        try {
            take(server.accept());
        } catch (IOException e) {
            if (server.isOpen()) {
                LOG.warn("{}: cannot take a client ({})", file.path(), e.getMessage());
                closing.await(ACCEPT_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void take(SocketChannel client) throws IOException {
        if (links.size() >= connections) {
            refuse(client);
            return;
        }
        String name = file.path() + " #" + ++accepted;
        LocalLink link = new LocalLink(name, client, frameLimit, listener);
        Thread reader = threads.newThread(() -> serve(link));
        links.put(link, reader);
        reader.start();
    }

    private void serve(LocalLink link) {
        try {
            link.run();
        } finally {
            links.remove(link);
        }
    }

    private void refuse(SocketChannel client) throws IOException {
        String text =
                "{\"error\":{\"code\":-32000,\"message\":\"all "
                        + connections
                        + " connections are in use (local.connections)\"}}\n";
        LOG.debug("{}: a client was refused, all {} are in use", file.path(), connections);
        try (client) {
            client.configureBlocking(false); // one short write that must not wait for anybody
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            LOG.debug("{}: stays behind ({})", file.path(), e.getMessage());
        }
    }

    private static void join(Thread thread, long end) {
        try {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(ServerSocketChannel server) {
        try {
            if (server != null) {
                server.close();
            }
        } catch (IOException e) {
            LOG.debug("{}", e.getMessage());
        }
    }
}
