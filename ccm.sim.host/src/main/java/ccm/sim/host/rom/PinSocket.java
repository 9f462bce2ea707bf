package ccm.sim.host.rom;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ccm.parts.threads.NamedThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board's pins for other processes: a Unix-domain socket that takes lines such as {@code boot0 1}
 * and {@code rst 0} (1 is high) and answers {@code ok}; {@code boot0} alone asks for the level. For
 * tests it takes {@code fault cut@100}, too, as {@link Faults#add} does, and tells of the board:
 * {@code runs} the version of the firmware that runs now, {@code received} how many bytes came to
 * it, {@code flash 65536} the SHA-256 of that many bytes at the beginning of its flash.
 */
public final class PinSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PinSocket.class);

    private static final String KNOWN =
            "boot0 or rst, and 0 or 1 behind it, runs, received, flash BYTES or fault KIND@N";

    private final SimBoard board;
    private final Path path;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new NamedThreads("ccm-sim-board-pins"));
    private volatile boolean closing;

    /**
     * Makes one; {@link #open} starts it.
     *
     * @param path the socket; an old one there is replaced
     */
    public PinSocket(SimBoard board, Path path) throws IOException {
        this.board = board;
        this.path = path;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Files.deleteIfExists(path);
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    path + ": no socket can be made there (" + e.getMessage() + ")", e);
        }
    }

    /** Starts. */
    public void open() {
        threads.execute(this::accept);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        server.close();
        for (SocketChannel one : open) {
            one.close();
        }
        threads.shutdownNow();
        Files.deleteIfExists(path);
    }

    private void accept() {
        try {
            while (!closing) {
                SocketChannel peer = server.accept();
                open.add(peer);
                threads.execute(() -> serve(peer));
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.warn("simulated pins: {}: {}", path, e.getMessage());
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer;
                BufferedReader lines = new BufferedReader(Channels.newReader(peer, US_ASCII))) {
            String line = lines.readLine();
            while (line != null) {
                peer.write(ByteBuffer.wrap((answer(line.strip()) + "\n").getBytes(US_ASCII)));
                line = lines.readLine();
            }
        } catch (IOException e) {
            LOG.debug("simulated pins: {}", e.getMessage());
        } finally {
            open.remove(peer);
        }
    }

    private String answer(String line) {
        if (line.matches("(boot0|rst)( [01])?")) {
            return pin(line);
        }
        String[] words = line.split(" ", 2);
        String value = words.length == 2 ? words[1] : "";
        try {
            return switch (words[0]) {
                case "runs" -> runs();
                case "received" -> Long.toString(board.received());
                case "flash" -> flash(Integer.parseInt(value));
                case "fault" -> {
                    board.faults().add(value);
                    yield "ok";
                }
                default -> "error: " + line + ": not " + KNOWN;
            };
        } catch (IllegalArgumentException e) {
            return "error: " + line + ": " + e.getMessage();
        }
    }

    private String pin(String line) {
        SimBoard.Pin pin = line.startsWith("boot0") ? SimBoard.Pin.BOOT0 : SimBoard.Pin.RST;
        if (line.indexOf(' ') < 0) {
            return board.pin(pin) ? "1" : "0";
        }
        board.pin(pin, line.endsWith("1"));
        return "ok";
    }

    /** The mode in small letters when it is not the application. */
    private String runs() {
        synchronized (board) {
            return board.mode() == SimBoard.Mode.APPLICATION
                    ? board.chip().firmware().map(SimFirmware::version).orElse("")
                    : board.mode().name().toLowerCase(Locale.ROOT);
        }
    }

    private String flash(int count) {
        byte[] bytes;
        synchronized (board) {
            bytes = board.chip().flash();
        }
        if (count < 0 || count > bytes.length) {
            throw new IllegalArgumentException("the flash has " + bytes.length + " bytes");
        }
        return NewFirmware.sha256(Arrays.copyOf(bytes, count));
    }
}
