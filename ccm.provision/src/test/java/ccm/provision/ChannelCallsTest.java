package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.api.rpc.RpcException;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class ChannelCallsTest {
    private final Bench bench = new Bench();

    @BeforeEach
    void start() {
        bench.start();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Sys.Reboot          | {}                                      | 403 | provision.ap.methods
                    Config.FactoryReset | {}                                      | 403 | provision.ap.methods
                    Config.Set          | {"config":{"mqtt":{"server":"x"}}}      | 403 | mqtt.server: not allowed here
                    Config.Set          | {"key":"debug.level","value":1}         | 403 | debug.level: not allowed here
                    Config.Set          | {"config":{"wifi":5}}                   | 403 | wifi: not allowed here
                    Config.Set          | {}                                      | 400 | config is missing
                    Config.Set          | {"config":5}                            | 400 | an object of settings
                    Config.Set          | {"config":{"wifi":{}},"level":5}        | 400 | level is 5
                    Config.Set          | {"config":{"wifi":{}},"try_once":true}  | 400 | try_once is true
                    Config.Get          | {"key":"provision.max_state"}           | 404 | may be seen here
                    Provision.Join      | {}                                      | 400 | ssid is missing
                    Provision.Join      | {"ssid":""}                             | 400 | the name of a network
                    """)
    void whatIsNotAllowedIsRefusedWithTheWayOut(
            String method, String params, int code, String words) {
        RpcException e = Bench.refusal(bench.call("ap", method, params));
        assertEquals(code, e.networkCode());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(0, bench.tree.kept.size() + bench.wifi.asked.size());
    }

    @Test
    void namesThatAreNestedDeeperThanAnySettingAreRefused() {
        String key = "wifi" + ".a".repeat(2000); // as much as fits into a body
        RpcException e =
                Bench.refusal(bench.call("ap", "Config.Set", "{'key':'" + key + "','value':1}"));
        assertEquals(403, e.networkCode());
        assertTrue(e.getMessage().length() < 300, e.getMessage());
        String tree = "{'config':" + "{'wifi':".repeat(600) + "1" + "}".repeat(601);
        assertEquals(403, Bench.refusal(bench.call("ap", "Config.Set", tree)).networkCode());
    }

    @Test
    void noNameGetsAroundThePolicyByItsLetters() {
        bench.tree.with("wifi.sta.ssid", "Home").with("mqtt.server", "x");
        assertEquals(
                Bench.json("{'wifi':{'sta':{'ssid':'Home'}}}"),
                bench.call("ap", "CONFIG.get", "{}").join());
        assertEquals(0, bench.rpcCalls.size());
    }

    @Test
    void aSwitchedOffChannelMayNothing() {
        bench.tree.with("provision.ap.enable", false);
        bench.engine.changed();
        RpcException e = Bench.refusal(bench.call("ap", "RPC.Ping", "{}"));
        assertTrue(e.getMessage().contains("provision.ap.enable is false"));
    }

    @Test
    void theVendorSaysWhatAChannelMay() {
        bench.tree.with("provision.nfc.methods", "Sys.*").with("provision.nfc.acl", "mqtt.*");
        assertEquals("\"Sys.Reboot\"", bench.call("nfc", "Sys.Reboot", "{}").join().toString());
        assertEquals(403, Bench.refusal(bench.call("nfc", "RPC.Ping", "{}")).networkCode());
    }

    @Test
    void aListShowsWhatMayBeCalled() {
        assertEquals(
                Bench.json("['Config.Get','RPC.List']"), bench.call("ap", "RPC.List", "{}").join());
    }

    @Test
    void secretsAreMasked() {
        bench.tree.with("wifi.sta.pass", "right word");
        assertEquals(
                Bench.json("'********'"),
                bench.call("ap", "Config.Get", "{'key':'wifi.sta.pass'}").join());
    }

    @Test
    void otherSettingsAreSetAndSavedAlone() {
        String change = "{'config':{'wifi':{'ap':{'hidden':true}}}}";
        assertEquals(Bench.json("{'saved':false}"), bench.call("ap", "Config.Set", change).join());
        assertEquals(0, bench.tree.kept.size());
        assertEquals(Bench.json("{'saved':true}"), bench.call("ap", "Config.Save", "{}").join());
        assertEquals(
                "ap 192.168.4.17 {\"wifi\":{\"ap\":{\"hidden\":true}}}", bench.tree.kept.get(0));
    }

    @Test
    void savingAfterAFailedTrySaysWhy() {
        bench.call("ap", "Config.Set", Bench.WRONG);
        RpcException e = Bench.refusal(bench.call("ap", "Config.Save", "{'reboot':true}"));
        assertTrue(e.getMessage().contains("nothing to save: The password of"), e.getMessage());
        bench.call("ap", "Config.Set", Bench.HOME).join();
        assertEquals(
                Bench.json("{'saved':true}"),
                bench.call("ap", "Config.Save", "{'reboot':true}").join());
    }

    @Test
    void piecesOfANetworkAreTriedTogetherWhenTheyAreSaved() {
        inHome();
        assertEquals(Bench.json("{'saved':false}"), set("{'ssid':'Work'}").join());
        assertEquals(Bench.json("{'saved':false}"), set("{'pass':'other word'}").join());
        bench.time.seconds(30);
        assertEquals(1, bench.wifi.asked.size());
        assertEquals(
                Bench.json("{'enable':'true','ssid':'Work','pass':'********'}"),
                bench.call("ap", "Config.Get", "{'key':'wifi.sta'}").join());
        assertEquals(
                Bench.json("'Home'"),
                bench.call("ble", "Config.Get", "{'key':'wifi.sta.ssid'}").join());
        assertEquals(Bench.json("{'saved':true}"), bench.call("ap", "Config.Save", "{}").join());
        assertEquals("Work", bench.wifi.state().ssid());
        assertEquals(
                Bench.json("'Work'"),
                bench.call("ble", "Config.Get", "{'key':'wifi.sta.ssid'}").join());
    }

    @Test
    void afterAWrongPasswordTheRightOneIsEnough() {
        inHome();
        set("{'ssid':'Work'}").join();
        set("{'pass':'wrong word'}").join();
        RpcException e = Bench.refusal(bench.call("ap", "Config.Save", "{}"));
        assertTrue(e.getMessage().contains("The password of \"Work\""), e.getMessage());
        e = Bench.refusal(bench.call("ap", "Config.Save", "{}"));
        assertTrue(e.getMessage().contains("nothing to save"), e.getMessage());
        bench.time.seconds(5);
        assertEquals("Home", bench.wifi.state().ssid());
        String other = "{'config':{'wifi':{'ap':{'hidden':true}}},'save':true}";
        bench.call("ap", "Config.Set", other).join(); // has nothing to do with it
        set("{'ssid':'Work'}").join();
        set("{'pass':'other word'}").join();
        bench.call("ap", "Config.Save", "{}").join();
        assertEquals("Work", bench.wifi.state().ssid());
    }

    @Test
    void piecesMayComeInAnyOrder() {
        bench.tree.refusal = // an enabled network without a name
                Optional.of(new ConfigException(ConfigException.Kind.CONTRADICTION, "wifi.sta: x"));
        assertEquals(Bench.json("{'saved':false}"), set("{'enable':true}").join());
        bench.tree.refusal = Optional.empty();
        set("{'pass':'right word'}").join();
        bench.tree.refusal =
                Optional.of(new ConfigException(ConfigException.Kind.LOCKED, "wifi.sta: locked"));
        assertEquals(403, Bench.refusal(set("{'bssid':'x'}")).networkCode());
        bench.tree.refusal = Optional.empty();
        assertEquals(Bench.json("{'saved':false}"), set("{'ssid':'Home'}").join());
        assertEquals(0, bench.wifi.asked.size());
        bench.call("ap", "Config.Save", "{}").join();
        assertEquals("Home", bench.wifi.state().ssid());
        assertEquals("", bench.wifi.asked.get(0).bssid());
    }

    @Test
    void theNextPhoneOfAnAddressHasNothingOfTheOneBefore() {
        set("{'ssid':'Work'}").join();
        bench.time.seconds(300);
        set("{'pass':'other word'}").join();
        bench.time.seconds(595);
        assertEquals(
                Bench.json("'Work'"),
                bench.call("ap", "Config.Get", "{'key':'wifi.sta.ssid'}").join());
        bench.time.seconds(10);
        assertEquals(
                404,
                Bench.refusal(bench.call("ap", "Config.Get", "{'key':'wifi.sta.ssid'}"))
                        .networkCode());
        bench.call("ap", "Config.Save", "{}").join();
        assertEquals(List.of(), bench.wifi.asked);
    }

    @Test
    void twoPhonesDoNotMixTheirPieces() {
        inHome();
        set("{'ssid':'Work'}").join();
        bench.call("ble", "Config.Set", "{'config':{'wifi':{'sta':{'pass':'other word'}}}}").join();
        RpcException e = Bench.refusal(bench.call("ble", "Config.Save", "{}"));
        assertTrue(e.getMessage().contains("The password of \"Home\""), e.getMessage());
    }

    private CompletableFuture<JsonNode> set(String station) {
        String change = "{'config':{'wifi':{'sta':" + station + "}}}";
        return bench.call("ap", "Config.Set", change);
    }

    private void inHome() {
        bench.wifi.network("Work", "other word");
        bench.tree.with("wifi.sta.enable", true).with("wifi.sta.ssid", "Home");
        bench.tree.with("wifi.sta.pass", "right word").changed.run();
        bench.time.seconds(2);
        assertEquals("Home", bench.wifi.state().ssid());
    }

    @Test
    void namesOfAnyBytesAreListed() {
        assertEquals(
                Bench.json(
                        "[{'ssid':'Home','bssid':'02:00:00:00:01:00','auth':3,'channel':6,'rssi':-50,"
                                + "'sae':true},{'ssid':'café','bssid':'02:00:00:00:02:00','auth':0,"
                                + "'channel':1,'rssi':-70,'utf8':false}]"),
                bench.call("ap", "Wifi.Scan", "{}").join());
    }
}
