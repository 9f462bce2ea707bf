package ccm.uart;

import ccm.api.link.FrameLink;
import ccm.api.link.FrameListener;
import ccm.api.link.RawLender;
import ccm.api.rpc.RpcPeer;
import ccm.parts.frames.LineFramer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's UART: one JSON frame a line, in both directions. */
final class UartLink implements FrameLink, Port.User, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UartLink.class);

    private final UartSettings settings;
    private final RpcPeer peer;
    private final Delivery delivery;
    private final LineFramer framer;
    private final Port port;

    /**
     * Makes one.
     *
     * @param listener gives nobody while the listening bundle is being swapped
     * @param levels of the modem outputs, which outlive this link
     * @param sysfs where the kernel shows its devices, {@code /sys}
     */
    UartLink(
            UartSettings settings,
            Supplier<Optional<FrameListener>> listener,
            Levels levels,
            Path sysfs) {
        this.settings = settings;
        this.peer = RpcPeer.host(settings.port());
        this.delivery = new Delivery(this, listener);
        this.framer = new LineFramer(settings.frameLimit(), delivery);
        this.port = new Port(settings, this, levels, sysfs);
    }

    void open() {
        if (settings.hasPort()) {
            port.open();
        } else {
            LOG.info("no host link: host.rpc.uart.port is empty. Set it to the host's device.");
        }
    }

    @Override
    public void close() {
        port.close();
    }

    @Override
    public RpcPeer peer() {
        return peer;
    }

    /** Lends the line out, which takes the link down for as long. */
    RawLender lender() {
        return port.lending();
    }

    @Override
    public boolean isUp() {
        return port.writer().isPresent();
    }

    @Override
    public void send(byte[] frame) throws IOException {
        Optional<LineWriter> writer = port.writer(); // read once: it may go between two reads
        if (writer.isEmpty()) {
            throw new IOException(port.absence());
        }
        writer.get().send(frame);
    }

    @Override
    public void up() {
        delivery.up();
    }

    @Override
    public void turn() {
        delivery.offer();
    }

    @Override
    public boolean mayRead(SerialLine line) {
        return delivery.mayRead(line);
    }

    @Override
    public void take(byte[] bytes, int count) {
        framer.accept(bytes, 0, count);
    }

    @Override
    public void rest(long nanos) {
        delivery.rest(nanos);
    }

    @Override
    public boolean isBetweenFrames() {
        return framer.isBetweenLines();
    }

    @Override
    public void down() {
        framer.reset();
        delivery.down();
    }

    @Override
    public void end() {
        delivery.end();
    }
}
