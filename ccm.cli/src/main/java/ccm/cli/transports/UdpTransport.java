package ccm.cli.transports;

import static java.nio.charset.StandardCharsets.UTF_8;

import ccm.cli.line.FailedException;
import ccm.cli.rpc.Deadline;
import ccm.cli.rpc.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** One frame a datagram. */
final class UdpTransport implements Transport {
    private static final int LARGEST = 65_535;

    private final String name;
    private final DatagramSocket socket;
    private final DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);

    private UdpTransport(String name, DatagramSocket socket) {
        this.name = name;
        this.socket = socket;
    }

    static UdpTransport open(String name, InetSocketAddress address) throws FailedException {
        try {
            DatagramSocket socket = new DatagramSocket();
            socket.connect(address);
            return new UdpTransport(name, socket);
        } catch (IOException | RuntimeException e) {
            throw Failures.connecting(name, e);
        }
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
        byte[] bytes = frame.getBytes(UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length));
        } catch (IOException e) {
            throw Failures.connecting(name, e);
        }
    }

    @Override
    public Optional<String> receive(Deadline deadline) throws FailedException {
        if (deadline.passed()) {
            return Optional.empty();
        }
        try {
            socket.setSoTimeout((int) Math.max(1, deadline.left()));
            packet.setLength(LARGEST);
            socket.receive(packet);
            return Optional.of(new String(packet.getData(), 0, packet.getLength(), UTF_8));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.failed(name, "no gateway answers there. Does one run?", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
