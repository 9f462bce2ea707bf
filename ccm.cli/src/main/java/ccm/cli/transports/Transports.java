package ccm.cli.transports;

import ccm.cli.line.FailedException;
import ccm.cli.line.UsageException;
import ccm.cli.rpc.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Opens what {@code --port} names. The library behind a way is loaded only when it is taken. */
public final class Transports {
    private static final String SERIAL = "serial://";
    private static final String UNIX = "unix://";
    private static final List<String> ADAPTERS = List.of("ttyUSB*", "ttyACM*");

    private Transports() {}

    /** Opens one; an empty port is the gateway on this machine. */
    public static Transport open(String port, Connection connection)
            throws UsageException, FailedException {
        if (port.isEmpty()) {
            return LineTransport.open(connection.data().resolve("ccm.sock"));
        }
        if (port.equals("auto")) {
            return SerialTransport.open(adapter(), connection);
        }
        if (port.startsWith("/") && port.endsWith(".sock")) {
            return LineTransport.open(Path.of(port));
        }
        if (port.startsWith("/") || port.matches("COM\\d+")) {
            return SerialTransport.open(port, connection);
        }
        if (port.startsWith(SERIAL)) {
            return SerialTransport.open(port.substring(SERIAL.length()), connection);
        }
        if (port.startsWith(UNIX)) {
            return LineTransport.open(Path.of(port.substring(UNIX.length())));
        }
        return open(address(port), connection);
    }

    private static Transport open(URI address, Connection connection)
            throws UsageException, FailedException {
        return switch (address.getScheme()) {
            case "http", "https" -> HttpTransport.open(rpc(address), connection);
            case "ws", "wss" -> WebSocketTransport.open(rpc(address), connection);
            case "mqtt", "mqtts" -> MqttTransport.open(address, connection);
            case "udp" -> UdpTransport.open(address.toString(), socket(address));
            case "tcp" ->
                    LineTransport.open(address.toString(), socket(address), connection.deadline());
            default -> throw unknown(address.toString());
        };
    }

    private static URI address(String port) throws UsageException {
        try {
            URI address = new URI(port);
            if (address.getScheme() != null && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw unknown(port);
        }
        throw unknown(port);
    }

    private static UsageException unknown(String port) {
        return new UsageException(
                "--port "
                        + port
                        + ": not an address. Type one like ws://HOST/rpc, http://HOST/rpc,"
                        + " mqtt://BROKER/DEVICE_ID, /dev/ttyUSB0, tcp://HOST:PORT or"
                        + " udp://HOST:PORT");
    }

    /** Where frames go when only the host was named. */
    private static URI rpc(URI address) {
        boolean bare = address.getPath().isEmpty() || address.getPath().equals("/");
        return bare ? address.resolve("/rpc") : address;
    }

    private static InetSocketAddress socket(URI address) throws UsageException {
        if (address.getPort() < 0) {
            throw new UsageException(
                    "--port " + address + ": the port is missing. Type " + address + ":PORT");
        }
        String host = address.getHost().replaceAll("^\\[|]$", "");
        return new InetSocketAddress(host, address.getPort());
    }

    /** The first USB serial adapter. */
    private static String adapter() throws FailedException {
        for (String pattern : ADAPTERS) {
            List<String> found = new ArrayList<>();
            try (DirectoryStream<Path> devices =
                    Files.newDirectoryStream(Path.of("/dev"), pattern)) {
                devices.forEach(device -> found.add(device.toString()));
            } catch (IOException e) {
                throw new FailedException("/dev: cannot be read: " + e.getMessage(), e);
            }
            if (!found.isEmpty()) {
                return Collections.min(found);
            }
        }
        throw new FailedException(
                "--port auto: no USB serial adapter is plugged in. Name the device: --port"
                        + " /dev/ttyS0");
    }
}
