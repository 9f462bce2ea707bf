package ccm.sim.dbus.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real {@code dbus-daemon} on a socket in a folder of its own, where everybody may own any name
 * and call anything. The address stays over {@link #kill} and {@link #restart}; the folder goes
 * with the bus.
 */
public final class PrivateBus implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = 2_000_000;
    private static final int END_SECONDS = 10;
    private static final String CONFIGURATION =
            """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>unix:path=%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_destination="*" eavesdrop="true"/>
                <allow send_type="signal"/>
                <allow send_type="method_call"/>
                <allow eavesdrop="true"/>
              </policy>
            </busconfig>
            """;

    private final Path folder;
    private Process daemon;

    private PrivateBus(Path folder) {
        this.folder = folder;
    }

    /** Starts one, and returns when it answers. */
    public static PrivateBus start() {
        try {
            PrivateBus bus = new PrivateBus(Files.createTempDirectory("ccm-bus"));
            Files.writeString(bus.folder.resolve("conf"), CONFIGURATION.formatted(bus.socket()));
            bus.begin();
            return bus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients are told: {@code unix:path=…}. */
    public String address() {
        return "unix:path=" + socket();
    }

    /** What the daemon has logged so far, of all its lives. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a crash does: every connection breaks, and nobody answers until a restart. */
    public void kill() {
        end(daemon.destroyForcibly());
    }

    /** Starts it again at the same address; it has forgotten everybody. */
    public void restart() {
        kill();
        begin();
    }

    @Override
    public void close() {
        daemon.destroy();
        end(daemon);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .map(Path::toFile)
                    .forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path socket() {
        return folder.resolve("bus");
    }

    private void begin() {
        try {
            Files.deleteIfExists(socket());
            daemon =
                    new ProcessBuilder(
                                    "dbus-daemon",
                                    "--nofork",
                                    "--nopidfile",
                                    "--nosyslog",
                                    "--config-file=" + folder.resolve("conf"))
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("apt-get install -y dbus-daemon", e);
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("dbus-daemon does not answer: " + log());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean answers() {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return client.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
