package ccm.http;

import ccm.api.access.Access;
import ccm.parts.threads.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the server as soon as it may and can be opened, on a thread that then ends. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpListener.Config config;
    private final Path data;
    private final Function<ServerSettings, JettyServer> make;
    private final Engine engine;
    private final Function<String, Runnable> announce;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new NamedThreads("ccm-http-open").newThread(this::run);
    private Runnable starting; // set before the thread starts, then touched by it alone
    private JettyServer server; // the thread's, then whoever closes; null while not listening
    private Runnable served;
    private String said = "";

    /**
     * Makes one.
     *
     * @param data the data folder
     * @param announce told the URL; what it returns is run when it is no longer served
     */
    Opening(
            HttpListener.Config config,
            Path data,
            Function<ServerSettings, JettyServer> make,
            Engine engine,
            Function<String, Runnable> announce) {
        this.config = config;
        this.data = data;
        this.make = make;
        this.engine = engine;
        this.announce = announce;
    }

    /**
     * Begins.
     *
     * @param tried run when the first attempt is over, whatever came of it
     */
    void open(Runnable tried) {
        starting = tried;
        thread.start();
    }

    void close() {
        closing.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (served != null) {
            served.run();
        }
        if (server != null) {
            server.close();
        }
    }

    private void run() {
        try {
            boolean open = attempt();
            starting.run();
            while (!open && !closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                open = attempt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("http: does not listen, its start failed", e);
        }
    }

    /** True when it listens. */
    private boolean attempt() {
        try {
            ListenAddress address = ListenAddress.parse(config.listen__addr());
            if (!address.isLoopback() && nobodyCanLogIn(address)) {
                return false;
            }
            listen(address);
            return true;
        } catch (IllegalArgumentException e) {
            say("http: not listening: " + e.getMessage());
        } catch (IOException e) {
            say("http: " + config.listen__addr() + ": not listening: " + e.getMessage());
        }
        return false;
    }

    private boolean nobodyCanLogIn(ListenAddress address) {
        Optional<Boolean> users = engine.access().map(Access::hasUsers);
        if (users.isPresent() && !users.get()) {
            say(
                    "http: "
                            + address
                            + " is reached from the network and no user is defined: not listening."
                            + " Define one: ccm user add NAME");
        }
        return !users.orElse(false);
    }

    private void listen(ListenAddress address) throws IOException {
        TlsSettings files =
                new TlsSettings(config.ssl__cert(), config.ssl__key(), config.ssl__ca__cert());
        boolean secure = address.secure() || !files.ownCertificate();
        Optional<Tls> tls = secure ? Optional.of(Tls.of(files, data)) : Optional.empty();
        ServerSettings settings =
                new ServerSettings(
                        address,
                        tls,
                        new Origins(config.cors__origins()),
                        ServerSettings.fields(config.extra__headers()),
                        config.connections(),
                        config.threads());
        JettyServer opened = make.apply(settings);
        int port = opened.open();
        server = opened;
        String url = address.url(secure, port);
        LOG.info("http: listens at {}/rpc", url);
        String print = tls.map(t -> " (certificate SHA-256 " + t.fingerprint() + ")").orElse("");
        served = announce.apply(url + (files.ownCertificate() ? print : ""));
    }

    /** Each reason once. */
    private void say(String reason) {
        if (!reason.equals(said)) {
            LOG.error("{}", reason);
            said = reason;
        }
    }
}
