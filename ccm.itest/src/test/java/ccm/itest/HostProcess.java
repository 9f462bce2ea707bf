package ccm.itest;

import static ccm.testing.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code ./ccm sim host --chip} in a process of its own, which lives on when gateways die. */
final class HostProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);

    private final Path link;
    private final Path log;
    private final Process process;

    /**
     * Starts one.
     *
     * @param link the name of its device
     * @param firmware what its flash holds at first
     */
    HostProcess(Path link, Path firmware) throws IOException {
        this.link = link;
        this.log = Files.createTempFile("ccm-host", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                CcmCommand.CHECKOUT.resolve("ccm").toString(),
                                "sim",
                                "host",
                                "--chip",
                                "f103",
                                "--timing",
                                "fast",
                                "--firmware",
                                firmware.toString(),
                                "--link",
                                link.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("CCM_NO_BUILD", "1"); // it has been built already
        process = builder.start();
        eventually(READY, () -> assertTrue(Files.readString(log), Files.exists(pins())));
    }

    /** The socket of its pins. */
    Path pins() {
        return link.resolveSibling(link.getFileName() + ".pins");
    }

    /** Version of the firmware that runs; what else it does when none runs. */
    String runs() throws IOException {
        return ask("runs");
    }

    /** Bytes that came to it. */
    long received() throws IOException {
        return Long.parseLong(ask("received"));
    }

    /** SHA-256 of the beginning of its flash. */
    String flash(int bytes) throws IOException {
        return ask("flash " + bytes);
    }

    /** Makes something go wrong. */
    void fault(String kind) throws IOException {
        String answer = ask("fault " + kind);
        assertTrue(answer, answer.equals("ok"));
    }

    private String ask(String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(pins()))) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.shutdownOutput();
            return new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.US_ASCII)
                    .strip();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(log);
    }
}
