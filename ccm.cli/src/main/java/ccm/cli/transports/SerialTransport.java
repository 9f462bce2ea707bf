package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import ccm.parts.frames.FrameCrc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Frames over a serial console: between {@code """} and with a checksum, each after a handshake
 * that finds out whether somebody listens, in chunks that a small receive buffer holds.
 */
final class SerialTransport implements Transport {
    private static final byte[] HANDSHAKE = "\"\"\"\004\"\"\"\n\n".getBytes(US_ASCII);
    private static final byte[] BEGIN = "\n\"\"\"".getBytes(US_ASCII);
    private static final byte[] END = "\"\"\"\n".getBytes(US_ASCII);
    private static final Duration HANDSHAKE_EVERY = Duration.ofMillis(200);
    private static final int CHUNK = 16;
    private static final int READ_BYTES = 4096;

    private final String name;
    private final SerialLine line;
    private final int delayMillis;
    private final Deque<String> frames = new ArrayDeque<>();
    private final SerialDecoder decoder = new SerialDecoder(new Found());
    private final byte[] read = new byte[READ_BYTES];
    private boolean ready; // the device has answered our handshake

    private SerialTransport(String name, SerialLine line, int delayMillis) {
        this.name = name;
        this.line = line;
        this.delayMillis = delayMillis;
    }

    static SerialTransport open(String name, Connection connection) throws FailedException {
        SerialSettings settings = connection.serial();
        int delay = settings.hardwareFlow() ? 0 : settings.chunkDelayMillis();
        return new SerialTransport(
                name, SerialLine.open(name, settings, connection.cache()), delay);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void send(String frame, Deadline deadline) throws FailedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(BEGIN);
        out.writeBytes(FrameCrc.append(frame.getBytes(UTF_8)));
        out.writeBytes(END);
        try {
            if (delayMillis > 0) {
                shakeHands(deadline);
            }
            write(out.toByteArray(), deadline);
        } catch (IOException e) {
            throw new FailedException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) throws FailedException {
        try {
            while (frames.isEmpty() && !deadline.passed()) {
                take();
            }
            return Optional.ofNullable(frames.poll());
        } catch (IOException e) {
            throw new FailedException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        line.close();
    }

    private void shakeHands(Deadline deadline) throws IOException, FailedException {
        ready = false;
        while (!ready) {
            if (deadline.passed()) {
                throw new FailedException(
                        name
                                + ": nobody answers there within "
                                + deadline.shown()
                                + ". Is it the right port, and the baud rate (--baud-rate)? Does"
                                + " the gateway serve it (rpc.uart.port)?");
            }
            line.write(HANDSHAKE, 0, HANDSHAKE.length);
            Deadline next = Deadline.in(HANDSHAKE_EVERY);
            while (!ready && !next.passed()) {
                take();
            }
        }
    }

    private void write(byte[] bytes, Deadline deadline) throws IOException {
        int chunk = delayMillis == 0 ? bytes.length : CHUNK;
        for (int at = 0; at < bytes.length; at += chunk) {
            awaitXon(deadline);
            line.write(bytes, at, Math.min(chunk, bytes.length - at));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
        }
    }

    private void awaitXon(Deadline deadline) throws IOException {
        while (line.hasInput() || decoder.stopped()) {
            take();
            if (deadline.passed()) {
                throw new IOException(name + ": the device has stopped the flow (XOFF)");
            }
        }
    }

    private void take() throws IOException {
        decoder.accept(read, line.read(read));
    }

    /** What the decoder finds. */
    private final class Found implements SerialDecoder.Sink {
        @Override
        public void frame(String frame) {
            frames.add(frame);
        }

        @Override
        public void ready() {
            ready = true;
        }

        @Override
        public void other(String text) {
            // the device's console: not an answer
        }
    }
}
