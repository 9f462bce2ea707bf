package ccm.uart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says why a port cannot be opened, and what to do. */
final class OpenFailure {
    private static final int NOT_THERE = 2; // of our own process, it also means "open already"
    private static final int NO_DEVICE = 6;
    private static final int TRY_AGAIN = 11; // locked by another process
    private static final int NOT_PERMITTED = 13;
    private static final int BUSY = 16;
    private static final int REFUSED = 22;

    private OpenFailure() {}

    /** The error for the number that the operating system gave. */
    static IOException of(UartSettings settings, int error) {
        String port = settings.port();
        if (!Files.exists(Path.of(port))) {
            return absent(settings);
        }
        return switch (error) {
            case NOT_THERE, TRY_AGAIN, BUSY -> busy(settings);
            case NOT_PERMITTED -> notPermitted(port);
            case NO_DEVICE ->
                    failure(port, "no device behind it (error 6). Is this the right port?");
            case REFUSED ->
                    failure(
                            port,
                            "its driver refuses "
                                    + settings.baud()
                                    + " baud with fc_type "
                                    + settings.flow().ordinal()
                                    + " (error 22). Set "
                                    + settings.use().section()
                                    + ".baud_rate and fc_type to what it can do.");
            default ->
                    failure(
                            port,
                            "cannot open at "
                                    + settings.baud()
                                    + " baud (error "
                                    + error
                                    + "). Is it a serial port?");
        };
    }

    /** The error for a path where nothing is. */
    static IOException absent(UartSettings settings) {
        return failure(
                settings.port(),
                "not there. Is the adapter plugged in, and is "
                        + settings.use().section()
                        + ".port right?");
    }

    private static IOException busy(UartSettings settings) {
        String holder = PortHolders.of(Path.of(settings.port())).orElse("another program");
        return failure(
                settings.port(),
                "in use by "
                        + holder
                        + ". Stop it, or set another "
                        + settings.use().section()
                        + ".port.");
    }

    private static IOException notPermitted(String port) {
        return failure(
                port,
                "user "
                        + System.getProperty("user.name")
                        + " is not permitted to open it (error 13). Add the user to the group "
                        + group(port)
                        + " and start again.");
    }

    private static String group(String port) {
        try {
            return String.valueOf(Files.getAttribute(Path.of(port), "posix:group"));
        } catch (IOException | UnsupportedOperationException e) {
            return "that owns it"; // it has just gone: the next try says so
        }
    }

    private static IOException failure(String port, String what) {
        return new IOException(port + ": " + what);
    }
}
