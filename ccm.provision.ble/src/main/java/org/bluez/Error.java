package org.bluez;

import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * Errors that BlueZ turns into codes of the Attribute Protocol. It goes by the name, and the D-Bus
 * library takes the name of the class for that: so these stand in this package.
 */
public final class Error {
    private Error() {}

    /** Invalid Offset. */
    public static final class InvalidOffset extends DBusExecutionException {
        private static final long serialVersionUID = 1;

        public InvalidOffset(String message) {
            super(message);
        }
    }

    /** Request Not Supported. */
    public static final class NotSupported extends DBusExecutionException {
        private static final long serialVersionUID = 1;

        public NotSupported(String message) {
            super(message);
        }
    }

    /** Read Not Permitted or Write Not Permitted. */
    public static final class NotPermitted extends DBusExecutionException {
        private static final long serialVersionUID = 1;

        public NotPermitted(String message) {
            super(message);
        }
    }

    /** A code of the application: the message is its number, and nothing else. */
    public static final class Failed extends DBusExecutionException {
        private static final long serialVersionUID = 1;

        public Failed(String message) {
            super(message);
        }
    }
}
