package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigTree;
import ccm.api.device.Device;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiException;
import ccm.api.wifi.WifiException.Kind;
import ccm.api.wifi.WifiJoin;
import ccm.testing.Configs;
import ccm.testing.FakeDevice;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
class StationKeeperTest {
    private final Bench bench = new Bench();

    @Test
    void whatIsSetIsJoinedAtTheStartAndAfterALoss() {
        set("sta", "Home", "right word");
        bench.start();
        assertEquals("Home", bench.wifi.state().ssid());
        bench.time.seconds(5);
        assertEquals(1, bench.wifi.asked.size());
        assertEquals(Duration.ofSeconds(15), bench.wifi.asked.get(0).limit());
        bench.wifi.lose();
        bench.time.seconds(2);
        assertEquals("Home", bench.wifi.state().ssid());
        assertEquals(2, bench.woken.size());
    }

    @Test
    void networksAreTriedInTurnEverMoreSlowlyAndForEver() {
        set("sta", "Gone", "12345678");
        set("sta1", "Home", "wrong word");
        bench.start();
        bench.time.seconds(3600);
        int tries = bench.wifi.asked.size();
        assertEquals("Gone", bench.wifi.asked.get(0).ssid());
        assertEquals("Home", bench.wifi.asked.get(1).ssid());
        assertTrue(tries > 2 * 55 && tries < 2 * 90, tries + " tries");
        String text = bench.engine.status().text();
        for (int i = 0; i < 5 && !text.contains("Home"); i++) { // it may be at the other one now
            bench.time.seconds(1);
            text = bench.engine.status().text();
        }
        assertTrue(text.contains("The password of \"Home\" is wrong"), text);
        bench.wifi.network("Gone", "12345678");
        bench.time.seconds(62);
        assertEquals("Gone", bench.wifi.state().ssid());
    }

    @Test
    void namesThatNobodyAnnouncesAreLookedForEverySecondTime() {
        set("sta", "Gone", "12345678");
        bench.start();
        bench.time.seconds(10);
        assertEquals(
                List.of(false, true, false),
                bench.wifi.asked.stream().map(WifiJoin::hidden).limit(3).toList());
    }

    @Test
    void changedSettingsAreFollowedAndEqualOnesAreNot() {
        set("sta", "Home", "right word");
        bench.start();
        bench.engine.changed();
        bench.time.seconds(2);
        assertEquals(1, bench.wifi.asked.size());
        bench.wifi.network("Other", "other word");
        set("sta", "Other", "other word");
        bench.engine.changed();
        bench.time.seconds(2);
        assertEquals("Other", bench.wifi.state().ssid());
        bench.tree.with("wifi.sta.enable", false);
        bench.engine.changed();
        assertEquals("", bench.wifi.state().ssid());
        assertEquals(0, bench.engine.status().state());
    }

    @Test
    void whatIsSetAndNotSavedWaits() throws Exception {
        bench.wifi.network("Other", "other word");
        set("sta", "Home", "right word");
        bench.start();
        bench.tree.set(Bench.json("{'wifi':{'sta':{'ssid':'Other'}}}")); // its password comes next
        bench.time.seconds(60);
        assertEquals("Home", bench.wifi.state().ssid());
        assertEquals(2, bench.engine.status().state());
        bench.tree.set(Bench.json("{'wifi':{'sta':{'pass':'other word'}}}"));
        bench.tree.save(ConfigTree.USER_LEVEL, false, "the host");
        bench.time.seconds(2);
        assertEquals("Other", bench.wifi.state().ssid());
        assertEquals(2, bench.wifi.asked.size());
    }

    @Test
    void whatATryHasSavedDoesNotWaitForWhatIsNot() throws Exception {
        bench.wifi.network("Other", "other word");
        set("sta", "Other", "other word");
        bench.start();
        bench.tree.set(Bench.json("{'wifi':{'sta':{'dhcp_hostname':'pump'}}}"));
        bench.call("ap", "Config.Set", Bench.HOME).join();
        bench.time.seconds(60);
        assertEquals("Home", bench.wifi.state().ssid());
        assertEquals(2, bench.wifi.asked.size());
    }

    @Test
    void aChangeWhileANetworkIsBeingJoinedTakesItsPlace() {
        set("sta", "Home", "wrong word");
        bench.wifi.slow = true;
        bench.start();
        set("sta", "Home", "right word");
        bench.engine.changed();
        assertEquals(2, bench.wifi.asked.size());
        bench.wifi.finish();
        bench.time.seconds(2);
        assertEquals(2, bench.engine.status().state());
    }

    @Test
    void whatAnEarlierRunJoinedIsTakenAsItIs() {
        bench.wifi.join(Station.of("sta", settings(), device()).join(false, Duration.ZERO));
        set("sta", "Home", "right word");
        bench.start();
        bench.time.seconds(5);
        assertEquals(1, bench.wifi.asked.size());
        assertEquals(2, bench.engine.status().state());
    }

    @Test
    void aRadioThatComesLaterIsUsed() {
        set("sta", "Home", "right word");
        bench.startWithoutWifi();
        assertEquals(1, bench.engine.status().state());
        bench.services.radios().add(bench.wifi);
        bench.engine.nudge();
        assertEquals("Home", bench.wifi.state().ssid());
    }

    @Test
    void anotherNetworkForTheTimeBeingLastsUntilTheSettingsChange() throws Exception {
        bench.wifi.network("Guest", "");
        set("sta", "Home", "right word");
        bench.start();
        new Networks(bench.engine)
                .setupStation(Bench.direct("Wifi.SetupSTA", "{'ssid':'Guest','pass':''}"));
        bench.time.seconds(2);
        assertEquals("Guest", bench.wifi.state().ssid());
        assertEquals(List.of(), bench.tree.kept);
        bench.tree.with("wifi.sta.bssid", "02:00:00:00:01:00");
        bench.engine.changed();
        bench.time.seconds(2);
        assertEquals("Home", bench.wifi.state().ssid());
    }

    @Test
    void anotherNetworkHasNothingOfTheOneThatIsSet() throws Exception {
        bench.wifi.network("Guest", "");
        set("sta", "Home", "right word");
        bench.tree.with("wifi.sta.bssid", "02:00:00:00:01:00").with("wifi.sta.user", "me");
        bench.start();
        Networks networks = new Networks(bench.engine);
        networks.setupStation(Bench.direct("Wifi.SetupSTA", "{'ssid':'Guest'}"));
        bench.time.seconds(2);
        WifiJoin asked = bench.wifi.asked.get(1);
        assertEquals("Guest", asked.ssid());
        assertEquals("", asked.password() + asked.bssid());
        assertEquals(Optional.empty(), asked.enterprise());
        networks.setupStation(Bench.direct("Wifi.SetupSTA", "{'ssid':'Home'}"));
        bench.time.seconds(2);
        assertEquals("right word", bench.wifi.asked.get(2).password());
    }

    @Test
    void aNetworkThatCouldNotBeLeftIsLeftLater() {
        set("sta", "Home", "right word");
        bench.start();
        bench.wifi.staying = Optional.of(new WifiException(Kind.BUSY, "too many steps wait"));
        bench.tree.with("wifi.sta.enable", false);
        bench.engine.changed();
        bench.time.seconds(30);
        assertEquals("Home", bench.wifi.state().ssid());
        bench.wifi.staying = Optional.empty();
        bench.time.seconds(12);
        assertEquals("", bench.wifi.state().ssid());
    }

    @Test
    void aFixedAddressAndALoginAndTheDevicesNameAreHandedOn() {
        set("sta", "Work", "pw of user");
        bench.tree
                .with("wifi.sta.user", "me")
                .with("wifi.sta.ip", "10.0.0.5")
                .with("wifi.sta.netmask", "255.255.254.0")
                .with("wifi.sta.gw", "10.0.0.1")
                .with("wifi.sta.dhcp_hostname", "ccm-??????");
        bench.start();
        WifiJoin asked = bench.wifi.asked.get(0);
        assertEquals(
                Optional.of(new WifiJoin.Address("10.0.0.5", 23, "10.0.0.1", "")), asked.address());
        assertEquals("me", asked.enterprise().orElseThrow().user());
        assertEquals("ccm-A1B2C3", asked.hostname());
    }

    @Test
    void whatIsLeftToTheSystemIsToldWhenItIsSet() {
        set("sta", "Home", "right word");
        bench.tree.with("wifi.sta.channel", 0).with("wifi.ap.channel", 11);
        bench.start();
        assertEquals(Set.of(), bench.engine.settings().withoutEffect());
        bench.tree.with("wifi.sta1.channel", 11).with("wifi.sta_roam_interval", 60);
        bench.tree.with("wifi.ap.dhcp_start", "192.168.4.20");
        bench.engine.changed();
        assertEquals(
                "[wifi.ap.dhcp_start, wifi.sta1.channel, wifi.sta_roam_interval]",
                bench.engine.settings().withoutEffect().toString());
    }

    @Test
    void aPersonAtTheAccessPointIsNotCutOffByRetries() {
        set("sta", "Gone", "12345678");
        bench.start();
        bench.wifi.open = Optional.of(accessPoint());
        bench.time.seconds(60);
        bench.call("ap", "Wifi.Scan", "{}");
        int before = bench.wifi.asked.size();
        bench.time.seconds(110);
        assertEquals(before, bench.wifi.asked.size());
        bench.time.seconds(20);
        assertTrue(bench.wifi.asked.size() > before);
    }

    @Test
    void aTryTakesThePlaceOfWhatTheRadioDoes() {
        set("sta", "Gone", "12345678");
        bench.wifi.slow = true;
        bench.start();
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        assertEquals("Home", bench.wifi.asked.get(1).ssid());
        assertFalse(answer.isDone());
        bench.time.seconds(3);
        assertEquals(2, bench.wifi.asked.size());
        bench.wifi.finish();
        assertTrue(answer.isDone());
        bench.time.seconds(3);
        assertEquals(2, bench.wifi.asked.size());
    }

    @Test
    void afterATryInVainWhatIsSetIsJoinedAgain() {
        set("sta", "Gone", "12345678");
        bench.wifi.slow = true;
        bench.start();
        bench.call("ap", "Provision.Join", "{\"ssid\":\"Nowhere\"}");
        bench.wifi.finish();
        bench.time.seconds(2);
        assertEquals("Gone", bench.wifi.asked.get(2).ssid());
    }

    private void set(String name, String ssid, String password) {
        bench.tree
                .with("wifi." + name + ".enable", true)
                .with("wifi." + name + ".ssid", ssid)
                .with("wifi." + name + ".pass", password);
    }

    private static WifiAccessPoint accessPoint() {
        return new WifiAccessPoint("CCM", "", false, 6, "192.168.4.1", 24, "");
    }

    private static StationSettings settings() {
        return Configs.of(StationSettings.class, "ssid", "Home", "pass", "right word");
    }

    private static Device device() {
        return new FakeDevice("ccm_A1B2C3");
    }
}
