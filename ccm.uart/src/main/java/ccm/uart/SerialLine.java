package ccm.uart;

import ccm.parts.serial.NativeLibrary;
import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An open serial port; the only class that knows jSerialComm. One thread reads, another writes, any
 * thread closes, which ends a read or a write that is under way.
 */
final class SerialLine implements AutoCloseable {
    private static final Path DEVICES = Path.of("/dev"); // where a bare name is looked for
    private static final int READ_MILLIS = 100; // the least that it can wait: less is "at once"

    private final SerialPort port;
    private final String name;

    private SerialLine(SerialPort port, String name) {
        this.port = port;
        this.name = name;
    }

    /**
     * Opens the port as the settings say.
     *
     * @throws IOException names the device, the cause and the remedy
     */
    static SerialLine open(UartSettings settings) throws IOException {
        NativeLibrary.unpack(SerialPort.class, settings.data());
        String name = settings.port();
        SerialPort port = find(settings);
        port.setBaudRate(settings.baud());
        port.setFlowControl(flow(settings.flow()));
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        if (!port.openPort()) {
            throw OpenFailure.of(settings, port.getLastErrorCode());
        }
        return new SerialLine(port, name);
    }

    /**
     * Reads what is there, waiting a moment for the first byte.
     *
     * @return how many bytes; 0 when none came
     * @throws IOException the device is gone
     */
    int read(byte[] into) throws IOException {
        int count = port.readBytes(into, into.length);
        if (count < 0) {
            throw new IOException(name + ": the line is gone. Was it unplugged?");
        }
        return count;
    }

    /** True when a read would not wait; true as well when the device is gone. */
    boolean hasInput() {
        return port.bytesAvailable() != 0;
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

    /** Lets output flow again that the peer has stopped with XOFF and forgotten. */
    void restart() {
        port.setFlowControl(SerialPort.FLOW_CONTROL_XONXOFF_IN_ENABLED); // this starts it
        port.setFlowControl(flow(UartSettings.Flow.SOFTWARE));
    }

    @Override
    public void close() {
        port.closePort();
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

    private static int flow(UartSettings.Flow flow) {
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
