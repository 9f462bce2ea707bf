package ccm.parts.dbus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the bus of the system is. */
public final class BusAddress {
    private static final String VARIABLE = "DBUS_SYSTEM_BUS_ADDRESS";
    private static final String PROPERTY = "ccm.dbus";
    private static final String SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket";
    private static final Pattern SOCKET = Pattern.compile("unix:(?:.*,)?path=([^,;]+).*");

    private BusAddress() {}

    /**
     * What the environment says, else the framework, else where it always is.
     *
     * @param framework its properties; null for one that it has not
     */
    public static String ofSystem(UnaryOperator<String> framework) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .or(() -> Optional.ofNullable(framework.apply(PROPERTY)))
                .orElse(SYSTEM_BUS);
    }

    /** The socket of an address when it is not there: the library would look for it for 5 s. */
    static Optional<String> missing(String address) {
        Matcher socket = SOCKET.matcher(address);
        return socket.matches() && !Files.exists(Path.of(socket.group(1)))
                ? Optional.of(socket.group(1))
                : Optional.empty();
    }
}
