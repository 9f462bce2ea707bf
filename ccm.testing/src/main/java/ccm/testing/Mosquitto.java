package ccm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Mosquitto on 127.0.0.1 and a free port, which it keeps over {@link #kill} and {@link
 * #restart}. Its files are in a folder of its own and go with it.
 */
public final class Mosquitto implements AutoCloseable {
    private static final String PROGRAM =
            Files.isExecutable(Path.of("/usr/sbin/mosquitto"))
                    ? "/usr/sbin/mosquitto"
                    : "mosquitto";
    private static final int PATIENCE_SECONDS = 10;

    private final Path folder;
    private final int port;
    private Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one that lets everybody in, over plain TCP. */
    public static Mosquitto plain() {
        return configured().start();
    }

    /** Begins to say what the broker shall be like. */
    public static Builder configured() {
        return new Builder();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** {@code HOST:PORT}. */
    public String address() {
        return host() + ":" + port;
    }

    /** What it has logged so far, of all its lives. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it like a power cut (SIGKILL): nothing is said goodbye to. */
    public void kill() {
        end(process.destroyForcibly());
    }

    /** Starts it again, on the same port with the same configuration, after {@link #kill}. */
    public void restart() {
        if (process.isAlive()) {
            kill();
        }
        begin();
    }

    @Override
    public void close() {
        process.destroy();
        end(process);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() {
        try {
            process =
                    new ProcessBuilder(PROGRAM, "-c", folder.resolve("conf").toString())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("apt-get install -y mosquitto", e);
        }
        Eventually.eventually(this::answers);
    }

    private void answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended: " + log());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port), 1_000);
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** What a broker shall be like. */
    public static final class Builder {
        private static final String WEBSOCKETS = "protocol websockets";

        private final List<String> listener = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();
        private final List<String> filters = new ArrayList<>();
        private final List<String> acl = new ArrayList<>();
        private String user = "";
        private String password = "";

        private Builder() {
            option("user", "root"); // else one started by root could not read its files
            option("persistence", "false");
            option("max_inflight_messages", "0");
            option("max_queued_messages", "0");
        }

        /** Only TLS, with this certificate and key of its own. */
        public Builder tls(Path certificate, Path key) {
            listener.add("certfile " + certificate);
            listener.add("keyfile " + key);
            return this;
        }

        /** Only clients with a certificate of this authority; after {@link #tls}. */
        public Builder clientCertificates(Path authority) {
            listener.add("cafile " + authority);
            listener.add("require_certificate true");
            return this;
        }

        /** Only this user. */
        public Builder login(String name, String secret) {
            user = name;
            password = secret;
            return this;
        }

        /** MQTT over WebSocket. */
        public Builder webSocket() {
            listener.add(WEBSOCKETS);
            return this;
        }

        /** Lines of an access list, for example {@code topic readwrite t/#}. */
        public Builder acl(String... lines) {
            acl.addAll(List.of(lines));
            return this;
        }

        /** Only these filters may be subscribed to; SUBACK says 0x80 to others. */
        public Builder filters(String... allowed) {
            filters.addAll(List.of(allowed));
            return this;
        }

        /** Any other global option. */
        public Builder option(String name, String value) {
            options.put(name, value);
            return this;
        }

        /** Starts it, and returns when it answers. */
        public Mosquitto start() {
            try {
                Path folder = Files.createTempDirectory("ccm-mosquitto");
                Mosquitto broker = new Mosquitto(folder, freePort());
                Files.write(folder.resolve("conf"), configuration(folder, broker.port), UTF_8);
                broker.begin();
                return broker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> configuration(Path folder, int port) throws IOException {
            List<String> lines = new ArrayList<>();
            options.forEach((name, value) -> lines.add(name + " " + value));
            if (user.isEmpty()) {
                lines.add("allow_anonymous true");
            } else {
                lines.add("allow_anonymous false");
                lines.add("password_file " + passwords(folder));
            }
            if (!acl.isEmpty()) {
                lines.add("acl_file " + Files.write(folder.resolve("acl"), acl, UTF_8));
            }
            if (!filters.isEmpty()) {
                lines.add("plugin " + plugin());
                lines.add("plugin_opt_config_file " + dynamicSecurity(folder));
            }
            if (listener.contains(WEBSOCKETS)) { // 2.0 refuses to start with no other listener
                lines.add("listener " + freePort() + " 127.0.0.1");
            }
            lines.add("listener " + port + " 127.0.0.1");
            lines.addAll(listener);
            return lines;
        }

        private Path passwords(Path folder) throws IOException {
            Path file = folder.resolve("passwords");
            Programs.run(folder, "mosquitto_passwd", "-b", "-c", file.toString(), user, password);
            return file;
        }

        private static Path plugin() throws IOException {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-*")) {
                for (Path folder : found) {
                    Path plugin = folder.resolve("mosquitto_dynamic_security.so");
                    if (Files.exists(plugin)) {
                        return plugin;
                    }
                }
            }
            throw new IOException("mosquitto_dynamic_security.so: not found under /usr/lib");
        }

        private Path dynamicSecurity(Path folder) throws IOException {
            String allowed =
                    filters.stream()
                            .map(
                                    filter ->
                                            "{\"acltype\":\"subscribePattern\",\"topic\":\""
                                                    + filter
                                                    + "\",\"allow\":true}")
                            .collect(Collectors.joining(","));
            return Files.writeString(
                    folder.resolve("security.json"),
                    "{\"defaultACLAccess\":{\"publishClientSend\":true,"
                            + "\"publishClientReceive\":true,\"subscribe\":false,"
                            + "\"unsubscribe\":true},\"clients\":[],\"anonymousGroup\":\"all\","
                            + "\"groups\":[{\"groupname\":\"all\",\"roles\":[{\"rolename\":"
                            + "\"some\"}]}],\"roles\":[{\"rolename\":\"some\",\"acls\":["
                            + allowed
                            + "]}]}");
        }
    }
}
