package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.accessPoint;
import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.WifiException.Kind;
import ccm.sim.dbus.networkmanager.ScriptedNetworkManager;
import ccm.testing.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An access point on an interface of its own, while networks are tried. */
@ExtendWith(Quiet.class)
class SideBySideTest {
    private final Side side = new Side();
    private RadioBench bench;

    @BeforeEach
    void start() {
        bench = new RadioBench(side);
        side.manager = bench.manager;
        bench.open();
        bench.manager.network("HomeNet").password("correct-horse-1").channel(6);
        bench.manager.network("Far").password("87654321").channel(11).bssid("02:00:00:00:0b:0b");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theAccessPointStaysOpenOnTheSameChannel() throws Exception {
        get(bench.wifi().open(accessPoint()));
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
        assertEquals(2, get(bench.wifi().scan()).size());
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "wrong-horse-1")));
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals("HomeNet", bench.manager.joined("wlan0"));
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
        assertEquals(Optional.of(accessPoint()), bench.wifi().accessPoint());
        assertEquals(1, opened());
        get(bench.wifi().close());
        assertFalse(side.there);
        assertEquals("HomeNet", bench.manager.joined("wlan0"));
    }

    @Test
    void theAccessPointMovesToTheChannelOfATry() throws Exception {
        get(bench.wifi().open(accessPoint()));
        int before = bench.manager.asked().size();
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("Far", "12345678")));
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
        assertEquals(Optional.of(accessPoint()), bench.wifi().accessPoint());
        assertEquals(11L, channel());
        List<String> begun =
                bench.manager.asked().stream()
                        .skip(before)
                        .filter(call -> call.contains("Activate"))
                        .toList();
        assertTrue(begun.get(0).endsWith("ccm-ap"), "people find it again meanwhile: " + begun);
        assertEquals(2, begun.size(), "and it stays: " + begun);
        get(bench.wifi().join(network("Far", "87654321")));
        assertEquals(2, opened());
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
    }

    @Test
    void theAccessPointIsClosedForATryWhereItCannotMove() throws Exception {
        get(bench.wifi().open(accessPoint()));
        bench.manager.refuseAccessPoints(1, 4);
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("Far", "12345678")));
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
        assertEquals(Optional.of(accessPoint()), bench.wifi().accessPoint());
        get(bench.wifi().join(network("Far", "87654321")));
    }

    @Test
    void theAccessPointIsClosedForATryOnAChannelThatIsNotForAll() throws Exception {
        bench.manager.network("Fast").password("12345678").channel(36);
        get(bench.wifi().open(accessPoint()));
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("Fast", "87654321")));
        assertEquals("CCM-123456", bench.manager.accessPoint(SideInterface.NAME));
        assertEquals(6L, channel());
    }

    @Test
    void theAccessPointIsOpenedBesideTheNetworkThatIsJoined() throws Exception {
        get(bench.wifi().join(network("Far", "87654321")));
        get(bench.wifi().open(accessPoint()));
        assertEquals("Far", bench.manager.joined("wlan0"));
        assertEquals(11L, channel());
    }

    @Test
    void doesWithoutWhereTheInterfaceCannotBeUsed() throws Exception {
        get(bench.wifi().scan());
        bench.manager.refuseAccessPoints(2, 4);
        get(bench.wifi().open(accessPoint()));
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
        assertFalse(side.there);
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "wrong-horse-1")));
        assertEquals("CCM-123456", bench.manager.accessPoint("wlan0"));
    }

    @Test
    void removesTheInterfaceWhenItStops() throws Exception {
        get(bench.wifi().open(accessPoint()));
        bench.stopWatching();
        assertFalse(side.there);
        assertTrue(bench.manager.profiles().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"00:11:22:33:44:55, 2", "02:11:22:33:44:55, 2", "02:11:22:33:44:54, 2"})
    void theInterfaceHasAnAddressOfItsOwn(String address, int first) throws Exception {
        byte[] mac = Nl80211.beside(address);
        assertEquals(first, mac[0]);
        byte[] plain = new byte[mac.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) Integer.parseInt(address.split(":")[i], 16);
        }
        assertFalse(Arrays.equals(plain, mac));
    }

    @Test
    void attributesAreWhatTheKernelReads() throws Exception {
        byte[] name = Netlink.attribute(4, Netlink.text("ccm-ap0"));
        byte[] both = Netlink.attributes(name, Netlink.attribute(5, Netlink.number(2)));
        assertEquals(0, both.length % 4);
        assertArrayEquals(Netlink.text("ccm-ap0"), Netlink.find(both, 4));
        assertArrayEquals(Netlink.number(2), Netlink.find(both, 5));
    }

    @Test
    void asksTheKernel(@TempDir Path data) throws Exception {
        try (Netlink link = new Netlink(data)) {
            byte[] answer = // who is who among the families, of whom this is the first
                    link.ask(
                            0x10,
                            3,
                            Netlink.attributes(Netlink.attribute(2, Netlink.text("nlctrl"))));
            assertEquals(0x10, Netlink.find(answer, 1)[0]);
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> link.ask(0x10, 3, Netlink.attribute(2, Netlink.text("nobody"))));
            assertEquals("refused by the kernel (error 2)", e.getMessage());
        }
    }

    @Test
    void doesWithoutWhereTheKernelRefuses(@TempDir Path data) {
        assertFalse(new Nl80211(data).add("ccm-none"));
    }

    private int opened() {
        return (int)
                bench.manager.asked().stream()
                        .filter(call -> call.endsWith("2 memory ccm-ap"))
                        .count();
    }

    private Object channel() {
        return ((Number) bench.manager.setting("ccm-ap", "802-11-wireless", "channel")).longValue();
    }

    /** The kernel, which NetworkManager looks at. */
    private static final class Side implements SideInterface {
        private ScriptedNetworkManager manager;
        private volatile boolean there;

        @Override
        public boolean add(String radio) {
            remove();
            manager.addDevice(NAME);
            there = true;
            return true;
        }

        @Override
        public void remove() {
            if (there) {
                there = false;
                manager.removeDevice(NAME);
            }
        }
    }
}
