package ccm.uart;

import ccm.api.link.RawLine.Parity;
import ccm.parts.serial.NativeLibrary;
import ccm.uart.UartSettings.Flow;
import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An open serial port; the only class that knows jSerialComm. One thread reads, another writes, any
 * thread closes, which ends a read or a write that is under way. All else is done by a thread that
 * is alone with the line.
 */
final class SerialLine implements AutoCloseable {
    private static final Path DEVICES = Path.of("/dev"); // where a bare name is looked for
    private static final int READ_MILLIS = 100; // the least that it can wait: less is "at once"
    private static final int DATA_BITS = 8;

    private final SerialPort port;
    private final String name;
    private final UartSettings settings;
    private final Levels levels;
    private int levelsSet; // which of their changes the outputs show
    private Shape shape; // how the bytes look on the wire now

    /** How the bytes look on the wire, and who may stop them. */
    private record Shape(int baud, Parity parity, Flow flow) {}

    private SerialLine(SerialPort port, UartSettings settings, Levels levels) {
        this.port = port;
        this.name = settings.port();
        this.settings = settings;
        this.levels = levels;
        this.shape = framing(settings);
    }

    /**
     * Opens the port as the settings say.
     *
     * @param levels of its modem outputs
     * @throws IOException names the device, the cause and the remedy
     */
    static SerialLine open(UartSettings settings, Levels levels) throws IOException {
        NativeLibrary.unpack(SerialPort.class, settings.data());
        SerialPort port = find(settings);
        port.setBaudRate(settings.baud());
        port.setFlowControl(flow(settings.flow()));
        // of the ways to read, the one with a single call to the system: it ends with the first
        // bytes, or when none came in time
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        SerialLine line = new SerialLine(port, settings, levels);
        line.setLevels(); // the library keeps them until the port is open, then sets them first
        if (!port.openPort()) {
            throw OpenFailure.of(settings, port.getLastErrorCode());
        }
        return line;
    }

    /**
     * Reads what is there, waiting a moment for the first byte.
     *
     * @return how many bytes; 0 when none came
     * @throws IOException the device is gone
     */
    int read(byte[] into) throws IOException {
        return read(into, 0, into.length);
    }

    /** The same into a part of an array. */
    int read(byte[] into, int offset, int count) throws IOException {
        int got = port.readBytes(into, count, offset);
        if (got < 0) {
            throw new IOException(name + ": the line is gone. Was it unplugged?");
        }
        return got;
    }

    /** True when a read would not wait; true as well when the device is gone. */
    boolean hasInput() {
        return port.bytesAvailable() != 0;
    }

    /** True while the driver still holds bytes that were written. */
    boolean hasOutput() {
        return port.bytesAwaitingWrite() > 0;
    }

    /**
     * Writes all bytes, waiting for ever while the peer takes none.
     *
     * @throws IOException the device is gone
     */
    void write(byte[] bytes, int offset, int count) throws IOException {
        if (port.writeBytes(bytes, count, offset) != count) {
            throw new IOException(name + ": cannot write, the line is gone. Was it unplugged?");
        }
    }

    /** Drops what was read by nobody, and what the driver has not sent. */
    void drop() {
        port.flushIOBuffers();
    }

    /** Lets output flow again that the peer has stopped with XOFF and forgotten. */
    void restart() {
        port.setFlowControl(SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED); // this starts it
        port.setFlowControl(flow(Flow.SOFTWARE));
    }

    /** Lets nobody stop the bytes, and lets those flow that were stopped. */
    void withoutFlowControl() throws IOException {
        shape(new Shape(shape.baud(), shape.parity(), Flow.NONE));
    }

    /**
     * Changes rate and parity.
     *
     * @throws IOException the driver refuses, and the line is as it was
     */
    void configure(int baud, Parity parity) throws IOException {
        shape(new Shape(baud, parity, shape.flow()));
    }

    /** Makes the line one of frames again, as the settings say. */
    void asFrames() throws IOException {
        boolean garbage =
                shape.baud() != settings.baud() || shape.parity() != framing(settings).parity();
        shape(framing(settings));
        if (garbage) {
            drop();
        }
    }

    /** Bits per second now. */
    int baud() {
        return shape.baud();
    }

    /** Drives RTS; false when there is no such output. */
    boolean rts(boolean asserted) {
        return asserted ? port.setRTS() : port.clearRTS();
    }

    /** Drives DTR; false when there is no such output. */
    boolean dtr(boolean asserted) {
        return asserted ? port.setDTR() : port.clearDTR();
    }

    @Override
    public void close() {
        port.closePort();
    }

    /** Sets the modem outputs as was wanted, if that is new. */
    void keepLevels() {
        if (levels.changes() != levelsSet) {
            setLevels();
        }
    }

    private void setLevels() {
        levelsSet = levels.changes();
        if (settings.flow() != Flow.HARDWARE) { // there RTS is the driver's
            levels.rts().ifPresent(this::rts);
        }
        levels.dtr().ifPresent(this::dtr);
    }

    private void shape(Shape wanted) throws IOException {
        if (wanted.equals(shape)) {
            return;
        }
        if (!set(wanted)) {
            int error = port.getLastErrorCode();
            set(shape);
            throw new IOException(
                    name
                            + ": its driver refuses "
                            + wanted.baud()
                            + " baud with parity "
                            + wanted.parity()
                            + " (error "
                            + error
                            + "). Set a baud rate that it can do, or is the device gone?");
        }
        shape = wanted;
    }

    private boolean set(Shape wanted) {
        // in one go: the C library takes a change for refused when the driver keeps nothing of it,
        // as a pseudo-terminal does when parity is all that is asked for
        int parity = wanted.parity() == Parity.EVEN ? SerialPort.EVEN_PARITY : SerialPort.NO_PARITY;
        return port.setComPortParameters(wanted.baud(), DATA_BITS, SerialPort.ONE_STOP_BIT, parity)
                && (wanted.flow() == shape.flow() || port.setFlowControl(flow(wanted.flow())));
    }

    private static Shape framing(UartSettings settings) {
        return new Shape(settings.baud(), Parity.NONE, settings.flow());
    }

    private static SerialPort find(UartSettings settings) throws IOException {
        try {
            Path wanted = DEVICES.resolve(settings.port()).toRealPath();
            SerialPort port = SerialPort.getCommPort(settings.port());
            // of a path that is not there the library takes a device in /dev with the same last
            // name
            if (Path.of(port.getSystemPortPath()).toRealPath().equals(wanted)) {
                return port;
            }
            throw OpenFailure.absent(settings);
        } catch (NoSuchFileException | SerialPortInvalidPortException e) {
            throw OpenFailure.absent(settings);
        }
    }

    private static int flow(Flow flow) {
        return switch (flow) {
            case NONE -> SerialPort.FLOW_CONTROL_DISABLED;
            case HARDWARE ->
                    SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED;
            case SOFTWARE ->
                    SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED
                            | SerialPort.FLOW_CONTROL_XONXOFF_OUT_ENABLED;
        };
    }
}
