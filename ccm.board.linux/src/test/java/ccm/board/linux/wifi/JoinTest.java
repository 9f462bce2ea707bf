package ccm.board.linux.wifi;

import static ccm.board.linux.wifi.RadioBench.fails;
import static ccm.board.linux.wifi.RadioBench.get;
import static ccm.board.linux.wifi.RadioBench.network;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import ccm.testing.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class JoinTest {
    private RadioBench bench;

    @BeforeEach
    void start() {
        bench = new RadioBench().open();
        bench.manager.network("HomeNet").password("correct-horse-1").bssid("02:00:00:00:aa:01");
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void joinsAndKeepsTheProfileInMemory() throws Exception {
        WifiState state = get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals(
                new WifiState(
                        Phase.GOT_IP, "HomeNet", "02:00:00:00:aa:01", "192.168.50.17", -58, ""),
                state);
        assertTrue(bench.manager.asked().contains("AddAndActivateConnection2 memory ccm-sta"));
        assertEquals(List.of("ccm-sta"), bench.manager.profiles());
        assertEquals("HomeNet", bench.manager.joined("wlan0"));
    }

    @Test
    void tellsAWrongPasswordAndDeletesTheProfile() {
        WifiException e =
                fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "wrong-horse-1")));
        assertTrue(e.getMessage().startsWith("HomeNet: wrong password."), e.getMessage());
        assertFalse(e.getMessage().contains("horse"));
        assertEquals(List.of(), bench.manager.profiles());
        eventually(() -> assertEquals(Phase.DISCONNECTED, bench.wifi().state().phase()));
    }

    @ParameterizedTest
    @CsvSource({"short", "''"})
    void askNotTheRadioForAPasswordThatCannotBeRight(String password) {
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", password)));
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void tellsThatNobodyHasThatName() {
        WifiException e = fails(Kind.NOT_FOUND, bench.wifi().join(network("homenet", "12345678")));
        assertTrue(e.getMessage().contains("homenet: no network of that name"), e.getMessage());
    }

    @Test
    void tellsThatANetworkVanishedMeanwhile() throws Exception {
        get(bench.wifi().scan());
        bench.manager.vanish("HomeNet");
        fails(Kind.NOT_FOUND, bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void tellsThatNobodyGaveAnAddress() {
        bench.manager.network("HomeNet").withoutAddresses();
        fails(Kind.NO_ADDRESS, bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertEquals(List.of(), bench.manager.profiles());
    }

    @ParameterizedTest
    @CsvSource({
        "9, UNSUPPORTED",
        "10, REFUSED",
        "16, NO_ADDRESS",
        "35, UNSUPPORTED",
        "37, UNAVAILABLE",
        "53, NOT_FOUND"
    })
    void wordsEachReason(int reason, Kind kind) {
        bench.manager.network("HomeNet").refusing(reason);
        fails(kind, bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void givesUpAtTheLimit() {
        bench.manager.network("HomeNet").delay(Duration.ofSeconds(30));
        WifiJoin hasty = limited(network("HomeNet", "correct-horse-1"), Duration.ofMillis(300));
        fails(Kind.TIMEOUT, bench.wifi().join(hasty));
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void tellsThatTheRadioIsSwitchedOff() throws Exception {
        bench.wifi();
        bench.manager.radio(true, false);
        WifiException e =
                fails(Kind.RADIO_OFF, bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertTrue(e.getMessage().contains("rfkill"), e.getMessage());
        assertEquals(Phase.OFF, bench.wifi().state().phase());
        bench.manager.radio(true, true);
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
    }

    @Test
    void joinsAgainWhatWasJoinedBefore() throws Exception {
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        bench.manager.network("Other").password("87654321");
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("Other", "12345678")));
        eventually(() -> assertEquals("HomeNet", bench.wifi().state().ssid()));
        assertEquals(List.of("ccm-sta"), bench.manager.profiles());
        get(bench.wifi().join(network("Other", "87654321")));
        assertEquals(List.of("ccm-sta"), bench.manager.profiles());
        assertEquals("Other", bench.manager.joined("wlan0"));
    }

    @Test
    void leavesOtherPeoplesProfilesAlone() throws Exception {
        bench.manager.network("Office").password("office-secret");
        bench.manager.foreignProfile("Office WiFi", "Office", true);
        eventually(() -> assertEquals("Office", bench.wifi().state().ssid()));
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(network("HomeNet", "12345678")));
        assertTrue(bench.manager.asked().contains("ActivateConnection Office WiFi"));
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        get(bench.wifi().leave());
        assertEquals(List.of("Office WiFi"), bench.manager.profiles());
    }

    @Test
    void leaves() throws Exception {
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        get(bench.wifi().leave());
        assertEquals(new WifiState(Phase.DISCONNECTED, "", "", "", 0, ""), bench.wifi().state());
        assertEquals(List.of(), bench.manager.profiles());
    }

    @Test
    void tellsWhyANetworkWasLost() throws Exception {
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        bench.manager.vanish("HomeNet");
        eventually(
                () -> {
                    WifiState state = bench.wifi().state();
                    assertEquals(Phase.DISCONNECTED, state.phase());
                    assertTrue(state.trouble().startsWith("HomeNet: no network"), state.trouble());
                });
    }

    @Test
    void joinsNamesThatAreNoText() throws Exception {
        byte[] name = new byte[32];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) (0xa0 + i);
        }
        bench.manager.network(name).password("12345678");
        Ssid ssid = Ssid.of(name);
        assertFalse(ssid.utf8());
        WifiJoin join =
                new WifiJoin(
                        ssid.text(),
                        false,
                        "12345678",
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        RadioBench.LIMIT);
        assertEquals(ssid.text(), get(bench.wifi().join(join)).ssid());
    }

    @ParameterizedTest
    @CsvSource({"It's \"mine\"", "Kaffee ☕ gratis", "\\x41;--"})
    void joinsOddNames(String ssid) throws Exception {
        bench.manager.network(ssid).password("12345678");
        assertEquals(ssid, get(bench.wifi().join(network(ssid, "12345678"))).ssid());
    }

    @Test
    void refusesANameThatCannotBe() {
        fails(Kind.NOT_FOUND, bench.wifi().join(network("x".repeat(33), "12345678")));
        assertEquals(List.of(), bench.manager.asked());
    }

    @Test
    void findsAHiddenNetworkWhenToldSo() throws Exception {
        bench.manager.network("Cellar").password("12345678").hidden();
        fails(Kind.NOT_FOUND, bench.wifi().join(network("Cellar", "12345678")));
        WifiJoin join =
                new WifiJoin(
                        "Cellar",
                        true,
                        "12345678",
                        "",
                        true,
                        Optional.empty(),
                        Optional.of(new WifiJoin.Address("10.0.0.7", 24, "10.0.0.1", "10.0.0.1")),
                        "",
                        RadioBench.LIMIT);
        get(bench.wifi().join(join));
        assertEquals("manual", bench.manager.setting("ccm-sta", "ipv4", "method"));
    }

    @Test
    void saysWhichSettingIsWrong() {
        WifiException e = fails(Kind.UNSUPPORTED, bench.wifi().join(with("any", Optional.empty())));
        assertEquals("HomeNet: bssid is \"any\", must be like 02:00:00:00:01:00", e.getMessage());
        WifiJoin.Address address = new WifiJoin.Address("10.0.0.7", 24, "", "dns.example");
        e = fails(Kind.UNSUPPORTED, bench.wifi().join(with("", Optional.of(address))));
        assertEquals(
                "HomeNet: nameserver is \"dns.example\", must be like 192.168.1.1", e.getMessage());
    }

    private static WifiJoin with(String bssid, Optional<WifiJoin.Address> address) {
        return new WifiJoin(
                "HomeNet",
                true,
                "correct-horse-1",
                bssid,
                true,
                Optional.empty(),
                address,
                "",
                RadioBench.LIMIT);
    }

    @Test
    void logsInToAnEnterpriseNetwork() throws Exception {
        bench.manager.network("Campus").enterprise("ann", "s3cret-word");
        fails(Kind.UNSUPPORTED, bench.wifi().join(network("Campus", "s3cret-word")));
        get(bench.wifi().join(enterprise("s3cret-word")));
        assertEquals("mschapv2", bench.manager.setting("ccm-sta", "802-1x", "phase2-auth"));
        fails(Kind.WRONG_PASSWORD, bench.wifi().join(enterprise("wrong-word")));
    }

    @Test
    void joinsWpa3AndOpenNetworks() throws Exception {
        bench.manager.network("New").password("12345678").sae();
        get(bench.wifi().join(network("New", "12345678")));
        assertEquals(
                "sae", bench.manager.setting("ccm-sta", "802-11-wireless-security", "key-mgmt"));
        bench.manager.network("Free");
        get(bench.wifi().join(network("Free", "")));
        fails(Kind.REFUSED, bench.wifi().join(network("Free", "12345678")));
    }

    @Test
    void worksWithAnOldNetworkManager() throws Exception {
        bench.manager.beOld();
        get(bench.wifi().join(network("HomeNet", "correct-horse-1")));
        assertTrue(bench.manager.asked().contains("AddConnectionUnsaved ccm-sta"));
    }

    @Test
    void takesNoMoreThanEightSteps() {
        bench.manager.network("HomeNet").delay(Duration.ofSeconds(30));
        bench.wifi().join(limited(network("HomeNet", "correct-horse-1"), Duration.ofSeconds(20)));
        for (int i = 0; i < 9; i++) {
            bench.wifi().leave();
        }
        fails(Kind.BUSY, bench.wifi().scan());
    }

    private static WifiJoin enterprise(String password) {
        return new WifiJoin(
                "Campus",
                true,
                password,
                "",
                false,
                Optional.of(new WifiJoin.Enterprise("ann", "", "", "", "")),
                Optional.empty(),
                "",
                RadioBench.LIMIT);
    }

    private static WifiJoin limited(WifiJoin join, Duration limit) {
        return new WifiJoin(
                join.ssid(),
                join.utf8(),
                join.password(),
                join.bssid(),
                join.hidden(),
                join.enterprise(),
                join.address(),
                join.hostname(),
                limit);
    }
}
