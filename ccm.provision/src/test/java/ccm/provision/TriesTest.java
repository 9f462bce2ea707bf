package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.Fault;
import ccm.api.config.ConfigException;
import ccm.api.provision.ProvisionStatus.Attempt;
import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class TriesTest {
    private final Bench bench = new Bench();

    @Test
    void aWrongPasswordIsToldAndTheRightOneIsSaved() {
        bench.start();
        RpcException wrong = Bench.refusal(bench.call("ap", "Config.Set", Bench.WRONG));
        assertEquals(400, wrong.networkCode());
        assertTrue(wrong.getMessage().contains("The password of \"Home\" is wrong."));
        assertEquals("wrong_password", attempt().kind());
        assertEquals(List.of(), bench.tree.kept);
        CompletableFuture<JsonNode> right = bench.call("ap", "Config.Set", Bench.HOME);
        assertEquals(Bench.json("{'saved':true}"), right.join());
        assertEquals(
                List.of(
                        "ap 192.168.4.17"
                                + " {\"wifi\":{\"sta\":{\"enable\":true,\"ssid\":\"Home\",\"pass\":\"right"
                                + " word\"}}}"),
                bench.tree.kept);
        assertEquals("192.168.1.20", attempt().ip());
        assertEquals(1, bench.woken.size());
    }

    @Test
    void aPasswordThatNoNetworkHasIsToldBeforeTheRadioIsAsked() {
        bench.start();
        for (String password : List.of("1234", "x".repeat(64))) {
            String join = "{'ssid':'Home','pass':'" + password + "'}";
            RpcException e = Bench.refusal(bench.call("ap", "Provision.Join", join));
            assertEquals(400, e.networkCode());
            assertEquals(
                    "Provision.Join: The password of \"Home\" cannot be right: one of WiFi has 8"
                            + " to 63 characters. Type it again.",
                    e.getMessage());
            assertEquals("wrong_password", attempt().kind());
        }
        assertEquals(List.of(), bench.wifi.asked);
        assertEquals(
                Bench.json("{'saved':true}"), bench.call("ap", "Config.Set", Bench.HOME).join());
    }

    @Test
    void theAccessPointIsOpenUntilTheGatewayIsInService() {
        bench.start();
        assertTrue(bench.ap.open);
        bench.time.seconds(12); // until it is clear that there is no cloud
        bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(1);
        assertTrue(bench.ap.open); // the person sees that all went well
        bench.time.seconds(12);
        assertFalse(bench.ap.open);
        assertTrue(bench.engine.status().stable());
        assertEquals("Home", bench.wifi.state().ssid());
    }

    @Test
    void aSecondPersonIsToldWhoIsFirst() {
        bench.start();
        bench.wifi.slow = true;
        CompletableFuture<JsonNode> first = bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(3);
        RpcException second =
                Bench.refusal(bench.call("ble", "Provision.Join", "{'ssid':'Other'}"));
        assertEquals(503, second.networkCode());
        assertEquals(
                "Provision.Join: busy: \"Home\" is being tried for ap 192.168.4.17 since 3 s. Try"
                        + " again in 27 s.",
                second.getMessage());
        bench.wifi.finish();
        assertTrue(first.isDone());
    }

    @Test
    void aTryEndsThoughItsChannelIsGone() {
        bench.start();
        bench.wifi.slow = true;
        bench.call("ap", "Config.Set", Bench.HOME);
        bench.services.channels().remove(bench.ap);
        bench.engine.nudge();
        bench.wifi.finish();
        assertEquals(1, bench.tree.kept.size());
        assertTrue(attempt().over());
    }

    @Test
    void anAccidentEndsATryAndKeepsNobodyOut() {
        bench.start();
        bench.wifi.slow = true;
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        bench.tree.accident = true;
        bench.wifi.finish(); // what the accident throws ends there, or in the log
        bench.tree.accident = false;
        bench.time.seconds(30);
        assertEquals("unavailable", attempt().kind());
        assertEquals(500, Bench.refusal(answer).networkCode());
        bench.wifi.slow = false;
        assertEquals(
                Bench.json("{'saved':true}"), bench.call("ap", "Config.Set", Bench.HOME).join());
    }

    @Test
    void theLogSaysMoreWhenCallersAreToldSo() {
        Quiet.expectErrors();
        bench.start();
        bench.wifi.accident = true;
        RpcException e = Bench.refusal(bench.call("ap", "Config.Set", Bench.HOME));
        assertTrue(e.getMessage().contains("the log says more"), e.getMessage());
        e = Bench.refusal(bench.call("ap", "Wifi.Scan", "{}"));
        assertTrue(e.getMessage().contains("the log says more"), e.getMessage());
        assertEquals(2, Quiet.errors().size(), Quiet.errors().toString());
    }

    @Test
    void whoWaitsHearsThatTheEngineIsBeingReplaced() {
        bench.start();
        bench.wifi.slow = true;
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        bench.engine.close();
        assertEquals(503, Bench.refusal(answer).networkCode());
        bench.time.end();
        for (String change : List.of(Bench.HOME, "{'config':{'wifi':{'ap':{'hidden':true}}}}")) {
            answer = bench.call("ap", "Config.Set", change);
            assertEquals(503, Bench.refusal(answer).networkCode());
        }
    }

    @Test
    void aRadioThatLeavesMidTryIsTold() {
        bench.start();
        bench.wifi.slow = true;
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        bench.services.radios().remove(bench.wifi);
        bench.time.seconds(28);
        assertEquals("timeout", attempt().kind());
        assertTrue(answer.isCompletedExceptionally());
        assertEquals(List.of(), bench.tree.kept);
        assertEquals(500, Bench.refusal(bench.call("ap", "Config.Set", Bench.HOME)).networkCode());
        assertEquals("unavailable", attempt().kind());
    }

    @Test
    void aRadioThatIsStillStartingIsWaitedFor() {
        bench.startWithoutWifi();
        CompletableFuture<JsonNode> join =
                bench.call("ble", "Provision.Join", "{'ssid':'Home','pass':'right word'}");
        CompletableFuture<JsonNode> scan = bench.call("ble", "Wifi.Scan", "{}");
        bench.time.seconds(3);
        assertFalse(join.isDone());
        assertFalse(scan.isDone());
        bench.services.radios().add(bench.wifi);
        bench.time.seconds(1);
        assertEquals("Home", join.join().path("ssid").textValue());
        assertEquals("Home", scan.join().path(0).path("ssid").textValue());
        bench.time.seconds(60);
        bench.services.radios().remove(bench.wifi); // what runs it starts anew
        CompletableFuture<JsonNode> second = bench.call("ble", "Wifi.Scan", "{}");
        bench.time.seconds(5);
        assertFalse(second.isDone());
        bench.services.radios().add(bench.wifi);
        bench.time.seconds(1);
        assertTrue(second.isDone());
    }

    @Test
    void whereThereIsNoRadioThatIsSaidAtOnce() {
        bench.startWithoutWifi();
        CompletableFuture<JsonNode> early = bench.call("ble", "Wifi.Scan", "{}");
        bench.time.seconds(12);
        assertEquals(503, Bench.refusal(early).networkCode());
        RpcException late = Bench.refusal(bench.call("ble", "Wifi.Scan", "{}"));
        assertEquals("Wifi.Scan: " + Tries.NO_WIFI, late.getMessage());
        RpcException join = Bench.refusal(bench.call("ble", "Provision.Join", "{'ssid':'Home'}"));
        assertEquals("unavailable", attempt().kind());
        assertTrue(join.getMessage().contains(Tries.NO_WIFI), join.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE,no_internet,without a page to log in",
        "CREDENTIALS,cloud_refused,The WiFi password is right",
        "TLS,no_internet,login page",
        "CLOCK,no_internet,clock says 2026-01-02"
    })
    void aCloudThatIsNotReachedUndoesTheTry(Fault fault, String kind, String words) {
        bench.wifi.network("Old", "old word");
        old();
        FakeCloud cloud = bench.cloud();
        bench.start();
        bench.time.seconds(2);
        assertEquals("Old", bench.wifi.state().ssid());
        cloud.fails(fault, "broker.example: said so");
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        assertFalse(answer.isDone());
        bench.time.seconds(29);
        assertEquals(kind, attempt().kind());
        assertTrue(Bench.refusal(answer).getMessage().contains(words), attempt().text());
        assertEquals(List.of(), bench.tree.kept);
        bench.time.seconds(2);
        assertEquals("Old", bench.wifi.state().ssid());
    }

    @Test
    void aConnectionThroughTheNetworkBeforeDoesNotCount() {
        bench.wifi.network("Old", "old word");
        old();
        FakeCloud cloud = bench.cloud();
        cloud.ready(Instant.EPOCH);
        bench.start();
        CompletableFuture<JsonNode> answer = bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(1);
        assertFalse(answer.isDone());
        cloud.ready(bench.time.now());
        bench.time.seconds(1);
        assertTrue(answer.isDone());
        assertEquals(3, bench.engine.status().state());
    }

    @Test
    void whatCannotBeSavedIsUndone() {
        bench.start();
        bench.tree.broken =
                Optional.of(new ConfigException(ConfigException.Kind.STORAGE, "the disk is full"));
        RpcException e = Bench.refusal(bench.call("ap", "Config.Set", Bench.HOME));
        assertEquals("not_saved", attempt().kind());
        assertTrue(e.getMessage().contains("the disk is full"));
        bench.time.seconds(2);
        assertEquals("", bench.wifi.state().ssid());
    }

    @Test
    void aLockIsToldBeforeTheRadioMoves() {
        bench.start();
        bench.tree.refusal =
                Optional.of(
                        new ConfigException(ConfigException.Kind.LOCKED, "wifi.sta.ssid: locked"));
        RpcException e = Bench.refusal(bench.call("ap", "Config.Set", Bench.HOME));
        assertEquals(403, e.networkCode());
        assertEquals(List.of(), bench.wifi.asked);
    }

    @Test
    void whatIsInUseIsNotJoinedAgain() {
        bench.start();
        bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(2);
        int asked = bench.wifi.asked.size();
        assertTrue(bench.call("serial", "Config.Set", Bench.HOME).isDone());
        assertEquals(asked, bench.wifi.asked.size());
    }

    @Test
    void valuesThatComeOneByOneMakeOneTry() {
        bench.start();
        bench.call("ble", "Config.Set", "{'key':'wifi.sta.ssid','value':'Home'}").join();
        bench.call("ble", "Config.Set", "{'key':'wifi.sta.pass','value':'right word'}").join();
        assertEquals(List.of(), bench.wifi.asked);
        String last = "{'key':'wifi.sta.enable','value':true,'save':true}";
        assertEquals(Bench.json("{'saved':true}"), bench.call("ble", "Config.Set", last).join());
        assertTrue(bench.tree.kept.get(0).contains("\"pass\":\"right word\""));
    }

    @Test
    void listenersHearEachStep() {
        List<String> heard = new ArrayList<>();
        bench.services
                .watchers()
                .add(
                        status ->
                                heard.add(
                                        status.state()
                                                + " "
                                                + status.attempt().map(Attempt::phase)));
        bench.start();
        bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(2);
        assertEquals(
                List.of(
                        "0 Optional.empty",
                        "0 Optional[JOINING]",
                        "0 Optional[SAVING]",
                        "0 Optional[DONE]",
                        "2 Optional[DONE]"),
                heard);
    }

    @Test
    void theDoorStaysOpenUntilACloudHasAnsweredOrNot() {
        bench.cloud();
        bench.start();
        bench.call("ap", "Config.Set", Bench.HOME);
        bench.time.seconds(25);
        assertEquals(2, bench.engine.status().state());
        assertTrue(bench.ap.open);
        assertEquals(1, bench.ap.opened);
    }

    @Test
    void noPasswordIsShownAnywhere() {
        bench.start();
        RpcException e = Bench.refusal(bench.call("ap", "Config.Set", Bench.WRONG));
        String all = e + StatusText.of(bench.engine).toString() + bench.wifi.asked;
        assertFalse(all.contains("wrong word"), all);
    }

    private void old() {
        bench.tree
                .with("wifi.sta.enable", true)
                .with("wifi.sta.ssid", "Old")
                .with("wifi.sta.pass", "old word");
    }

    private Attempt attempt() {
        return bench.engine.status().attempt().orElseThrow();
    }
}
