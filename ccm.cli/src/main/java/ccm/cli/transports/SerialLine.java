package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.parts.serial.NativeLibrary;
import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An open serial port; the only class that knows jSerialComm. */
final class SerialLine implements AutoCloseable {
    private static final int READ_MILLIS = 100; // the least that it can wait: less is "at once"

    private final SerialPort port;
    private final String name;

    private SerialLine(SerialPort port, String name) {
        this.port = port;
        this.name = name;
    }

    static SerialLine open(String name, SerialSettings settings, Path cache)
            throws FailedException {
        if (name.startsWith("/") && !Files.exists(Path.of(name))) {
            throw absent(name, null);
        }
        try {
            NativeLibrary.unpack(SerialPort.class, cache);
            SerialPort port = SerialPort.getCommPort(name);
            port.setBaudRate(settings.baud());
            port.setFlowControl(
                    settings.hardwareFlow()
                            ? SerialPort.FLOW_CONTROL_RTS_ENABLED
                                    | SerialPort.FLOW_CONTROL_CTS_ENABLED
                            : SerialPort.FLOW_CONTROL_DISABLED);
            port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
            if (!port.openPort()) {
                throw notOpened(name);
            }
            return new SerialLine(port, name);
        } catch (SerialPortInvalidPortException e) {
            throw absent(name, e);
        } catch (IOException e) {
            throw Failures.failed(name, Failures.said(e), e);
        }
    }

    /** Reads what is there, waiting a moment for the first byte; 0 when none came. */
    int read(byte[] into) throws IOException {
        int count = port.readBytes(into, into.length);
        if (count < 0) {
            throw new IOException(name + ": the line is gone. Was it unplugged?");
        }
        return count;
    }

    /** True when a read would not wait. */
    boolean hasInput() {
        return port.bytesAvailable() != 0;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        if (port.writeBytes(bytes, count, offset) != count) {
            throw new IOException(name + ": cannot write, the line is gone. Was it unplugged?");
        }
    }

    @Override
    public void close() {
        port.closePort();
    }

    private static FailedException absent(String name, Throwable cause) {
        return Failures.failed(name, "not there. What is: ls -l /dev/serial/by-id", cause);
    }

    private static FailedException notOpened(String name) {
        boolean permitted = !name.startsWith("/") || Files.isWritable(Path.of(name));
        return new FailedException(
                name
                        + (permitted
                                ? ": cannot be opened. Does another program use it?"
                                : ": not permitted. Type: sudo adduser $USER dialout, and log in"
                                        + " again"));
    }
}
