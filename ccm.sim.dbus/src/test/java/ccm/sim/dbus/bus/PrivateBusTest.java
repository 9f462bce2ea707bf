package ccm.sim.dbus.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.testing.Eventually;
import ccm.testing.Quiet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class PrivateBusTest {
    @Test
    void letsAnybodyOwnAnyName() throws Exception {
        try (PrivateBus bus = PrivateBus.start();
                DBusConnection owner = connect(bus);
                DBusConnection other = connect(bus)) {
            owner.requestBusName("org.freedesktop.NetworkManager");
            assertEquals(
                    owner.getUniqueName(),
                    other.getDBusOwnerName("org.freedesktop.NetworkManager"));
        }
    }

    @Test
    void breaksConnectionsWhenKilledAndKeepsItsAddress() throws Exception {
        Quiet.expectErrors(); // the library has them for a broken connection
        try (PrivateBus bus = PrivateBus.start()) {
            try (DBusConnection client = connect(bus)) {
                bus.kill();
                Eventually.eventually(() -> assertFalse(client.isConnected()));
                assertThrows(DBusException.class, () -> connect(bus));
            }
            bus.restart();
            try (DBusConnection client = connect(bus)) {
                assertTrue(client.isConnected());
            }
        }
    }

    @Test
    void leavesNoFiles() {
        PrivateBus bus = PrivateBus.start();
        Path socket = Path.of(bus.address().substring("unix:path=".length()));
        assertTrue(Files.exists(socket));
        bus.close();
        assertFalse(Files.exists(socket.getParent()));
    }

    private static DBusConnection connect(PrivateBus bus) throws DBusException {
        return DBusConnectionBuilder.forAddress(bus.address())
                .withShared(false)
                .transportConfig()
                .withTimeout(500)
                .back()
                .build();
    }
}
