package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Fault;
import ccm.api.provision.ProvisionStatus;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.wifi.WifiJoin;
import ccm.testing.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class StateMachineTest {
    private final Bench bench = new Bench();

    @Test
    void statesRiseWithTheNetworkAndTheCloudAndFallAgain() {
        FakeCloud cloud = bench.cloud();
        bench.start();
        assertEquals(0, status().state());
        home("wrong word");
        assertEquals(1, status().state());
        home("right word");
        assertEquals(2, status().state());
        assertFalse(status().stable());
        cloud.ready(Instant.EPOCH);
        bench.time.seconds(1);
        assertEquals(3, status().state());
        assertTrue(status().stable());
        cloud.fails(Fault.UNREACHABLE, "broker.example: gone");
        bench.time.seconds(1);
        assertEquals(2, status().state());
        assertEquals(3, status().maxState());
        assertEquals(
                "Connected to a network; not to the cloud yet. broker.example: gone",
                status().text());
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:02:00Z,TLS", "2026-01-02T03:04:05Z,CLOCK"})
    void aClockThatNobodyHasSetIsToldToPeople(String now, Fault fault) {
        bench.time.at(Instant.parse(now));
        bench.cloud().fails(fault, "broker.example: PKIX path validation failed");
        bench.routes = Set.of("eth0");
        bench.start();
        String text = status().text();
        assertTrue(
                text.startsWith(
                        "Connected to a network; not to the cloud yet. This device's clock says "
                                + now.substring(0, 10)
                                + " and no time server"),
                text);
    }

    @Test
    void theBestStateIsKeptWhenItCounts() {
        FakeCloud cloud = bench.cloud();
        bench.routes = Set.of("eth0");
        bench.start();
        bench.time.seconds(20);
        assertEquals(List.of(), bench.tree.kept);
        cloud.ready(Instant.EPOCH);
        bench.time.seconds(2);
        assertEquals(List.of("provisioning {\"provision\":{\"max_state\":3}}"), bench.tree.kept);
        bench.time.seconds(20);
        assertEquals(1, bench.tree.kept.size());
    }

    @Test
    void aCableIsEnoughWithoutACloudAndNothingIsOpened() {
        bench.routes = Set.of("eth0");
        bench.start();
        bench.time.seconds(15);
        assertEquals(2, status().state());
        assertTrue(status().stable());
        assertEquals(0, bench.ap.opened);
        assertEquals(List.of(), bench.wifi.asked);
    }

    @Test
    void aNetworkThatOutlastsAResetIsLeftAndCountsNoMore() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.services.channels().add(bench.ap);
        bench.routes = Set.of("wlan0");
        bench.startWithoutWifi();
        bench.time.seconds(20);
        assertEquals(3, status().maxState());
        joinHome();
        bench.services.radios().add(bench.wifi);
        bench.time.seconds(1);
        bench.routes = Set.of();
        cloud.fails(Fault.UNREACHABLE, "broker.example: gone");
        bench.time.seconds(5);
        assertEquals(0, status().maxState());
        assertEquals(
                "provisioning {\"provision\":{\"max_state\":0}}",
                bench.tree.kept.get(bench.tree.kept.size() - 1));
        assertEquals(1, bench.ap.opened);
    }

    @Test
    void aCloudThatHasNotNoticedThatItsNetworkIsLeftCountsNoMore() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.services.channels().add(bench.ap);
        bench.routes = Set.of("wlan0");
        bench.startWithoutWifi();
        bench.time.seconds(20);
        joinHome();
        bench.services.radios().add(bench.wifi);
        bench.time.seconds(3);
        bench.routes = Set.of();
        bench.time.seconds(5);
        assertEquals(0, status().state());
        assertEquals(0, status().maxState());
        assertEquals(1, bench.ap.opened);
        cloud.ready(Instant.EPOCH.plusSeconds(60));
        bench.time.seconds(1);
        assertEquals(3, status().state());
    }

    @Test
    void theStateFallsWithTheLastWayOutNotWithTheCloudsKeepAlive() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        set("right word");
        bench.routes = Set.of("wlan0");
        bench.start();
        bench.time.seconds(15);
        assertEquals(3, status().state());
        bench.wifi.networks.clear();
        bench.wifi.lose(); // switched off; the cloud has not noticed
        bench.routes = Set.of();
        bench.time.seconds(2);
        assertEquals(1, status().state());
        assertTrue(status().text().contains("Home"), status().text());
        bench.time.seconds(60);
        assertEquals(1, status().state());
        bench.routes = Set.of("eth0");
        bench.time.seconds(2);
        assertEquals(2, status().state());
        bench.time.seconds(8); // not even now: it has lived through it
        assertEquals(3, status().state());
    }

    @Test
    void aCableThatIsPulledIsTold() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.routes = Set.of("eth0");
        bench.start();
        bench.time.seconds(15);
        bench.routes = Set.of();
        bench.time.seconds(2);
        assertEquals(0, status().state());
        assertEquals("The network is gone. Is the cable plugged in?", status().text());
        bench.routes = Set.of("eth0");
        cloud.ready(Instant.EPOCH.plusSeconds(60));
        bench.time.seconds(2);
        assertEquals(3, status().state());
    }

    @Test
    void aCloudWithoutAWayOutCountsWhileThereNeverWasOneAndLongAfterALoss() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.start();
        bench.time.seconds(15);
        assertEquals(3, status().state());
        bench.routes = Set.of("wwan0");
        bench.time.seconds(15);
        bench.routes = Set.of();
        bench.time.seconds(10);
        assertEquals(0, status().state());
        bench.time.seconds(300); // it came by another way all the time
        assertEquals(3, status().state());
    }

    @Test
    void noStableStateKeepsEveryStep() {
        bench.tree.with("provision.stable_state", 0);
        bench.routes = Set.of("eth0");
        bench.start();
        bench.time.seconds(15);
        assertEquals(List.of("provisioning {\"provision\":{\"max_state\":2}}"), bench.tree.kept);
        assertFalse(status().stable());
    }

    @Test
    void settingsOfAPersonThatLeadNowhereAreReset() {
        bench.cloud();
        bench.tree.sell();
        bench.start();
        home("wrong word");
        bench.time.seconds(298);
        assertEquals(List.of(), bench.rpcCalls);
        bench.time.seconds(4);
        assertEquals(List.of("Config.FactoryReset by provision.timeout"), bench.rpcCalls);
        bench.time.seconds(600);
        assertEquals(1, bench.rpcCalls.size());
    }

    @Test
    void theVendorsOwnSettingsAreNotReset() {
        bench.cloud();
        set("wrong word");
        bench.tree.sell();
        bench.start();
        bench.time.seconds(900);
        assertEquals(List.of(), bench.rpcCalls);
    }

    @Test
    void whatWasInServiceOnceOrHasACableIsNotReset() {
        bench.cloud();
        bench.tree.sell();
        bench.tree.with("provision.max_state", 3);
        bench.start();
        home("wrong word");
        bench.time.seconds(900);
        bench.tree.with("provision.max_state", 0);
        bench.routes = Set.of("eth0");
        bench.engine.changed();
        bench.time.seconds(900);
        assertEquals(List.of(), bench.rpcCalls);
    }

    @Test
    void aGatewayInServiceOpensItselfAgainLongAfterALossAlone() {
        set("right word");
        bench.start();
        bench.time.seconds(15);
        assertTrue(status().stable());
        bench.wifi.networks.clear();
        bench.wifi.lose();
        bench.time.seconds(290);
        assertEquals(0, bench.ap.opened);
        bench.time.seconds(15);
        assertTrue(bench.ap.open);
        bench.wifi.network("Home", "right word");
        bench.time.seconds(75);
        assertFalse(bench.ap.open);
    }

    @Test
    void theVendorSaysWhenAChannelIsOpen() {
        FakeChannel serial = new FakeChannel("serial");
        FakeChannel other = new FakeChannel("ble");
        bench.services.channels().addAll(List.of(serial, other));
        bench.tree.with("provision.serial.states", "0, 1,2,3").with("provision.ble.enable", false);
        bench.tree.with("wifi.ap.disable_after", 60);
        bench.start();
        assertTrue(serial.open && bench.ap.open && !other.open);
        bench.time.seconds(75);
        assertFalse(bench.ap.open);
        bench.routes = Set.of("eth0");
        bench.time.seconds(15);
        assertTrue(serial.open);
    }

    @Test
    void anAccessPointThatHadItsTimeHasItAgainAfterALossOfService() {
        bench.tree.with("wifi.ap.disable_after", 60);
        bench.start();
        bench.time.seconds(75);
        assertFalse(bench.ap.open); // nobody came
        home("right word");
        bench.time.seconds(15);
        assertTrue(status().stable());
        bench.wifi.networks.clear();
        bench.wifi.lose();
        bench.time.seconds(305);
        assertTrue(bench.ap.open);
        bench.time.seconds(75);
        assertFalse(bench.ap.open);
    }

    @Test
    void aNetworkThatIsLeftForTheTimeBeingIsNotForgotten() throws Exception {
        set("right word");
        bench.start();
        bench.time.seconds(15);
        assertTrue(status().stable());
        new Networks(bench.engine).setupStation(Bench.direct("Wifi.SetupSTA", "{'enable':false}"));
        bench.time.seconds(60);
        assertEquals("", bench.wifi.state().ssid());
        assertEquals(2, status().maxState());
        assertEquals(List.of("provisioning {\"provision\":{\"max_state\":2}}"), bench.tree.kept);
        assertEquals(0, bench.ap.opened);
    }

    @Test
    void aTryInVainOfAGatewayWithACableForgetsNothing() {
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.routes = Set.of("eth0");
        bench.start();
        bench.time.seconds(15);
        cloud.fails(Fault.UNREACHABLE, "broker.example: gone");
        bench.call("ap", "Config.Set", Bench.HOME);
        assertEquals("Home", bench.wifi.state().ssid());
        bench.time.seconds(40);
        assertEquals("", bench.wifi.state().ssid());
        assertEquals(3, status().maxState());
        assertEquals(List.of("provisioning {\"provision\":{\"max_state\":3}}"), bench.tree.kept);
    }

    @Test
    void aResetThatFailedIsTriedAgain() {
        Quiet.expectErrors();
        bench.cloud();
        bench.tree.sell();
        bench.start();
        Optional<DeferredRpcMethod> reset = bench.services.reset();
        bench.services.reset(Optional.empty()); // the core is being replaced
        home("wrong word");
        bench.time.seconds(302);
        bench.services.reset(reset);
        bench.time.seconds(302);
        assertEquals(List.of("Config.FactoryReset by provision.timeout"), bench.rpcCalls);
    }

    private void joinHome() {
        bench.wifi.join(
                new WifiJoin(
                        "Home",
                        true,
                        "right word",
                        "",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Duration.ofSeconds(15)));
    }

    private void home(String password) {
        set(password);
        bench.engine.changed();
        bench.time.seconds(1);
    }

    private void set(String password) {
        bench.tree
                .with("wifi.sta.enable", true)
                .with("wifi.sta.ssid", "Home")
                .with("wifi.sta.pass", password);
    }

    private ProvisionStatus status() {
        return bench.engine.status();
    }
}
