package ccm.core.config;

import static ccm.core.config.Sample.json;
import static ccm.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigCheck;
import ccm.api.config.ConfigGuard;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.api.rpc.RpcCall;
import ccm.api.rpc.RpcException;
import ccm.api.rpc.RpcMethod;
import ccm.api.rpc.RpcPeer;
import ccm.testing.Quiet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;

/** {@code Config.Get}, {@code Config.Set} and {@code Config.Save} as a caller sees them. */
@ExtendWith(Quiet.class)
class ConfigMethodsTest {
    private static final RpcPeer PEER = RpcPeer.host("/dev/ttyS0");

    @TempDir Path data;
    private Gateway gateway;
    private Restart restart;
    private Saves saves;
    private Guards guards;
    private ResolvedId id;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway(data, Map.of());
        gateway.installProbe();
        restart = new Restart(gateway.context());
        saves = new Saves(restart);
        guards = new Guards(gateway.tree());
        id = new ResolvedId();
    }

    @AfterEach
    void stop() throws Exception {
        saves.close();
        restart.close();
        gateway.close();
        System.clearProperty(Restart.EXIT);
    }

    @Test
    void getShowsTheTreeAPartOrAValue() throws Exception {
        JsonNode whole = call("Config.Get", MissingNode.getInstance());
        assertEquals(60, whole.at("/mqtt/keep_alive").intValue());
        assertEquals(json("{'path':'/mqtt'}"), call("Config.Get", json("{'key':'mqtt.ws'}")));
        assertEquals("60", call("Config.Get", json("{'key':'mqtt.keep_alive'}")).toString());
        assertEquals(
                "2.0", call("Config.Get", json("{'key':'mqtt.reconnect_timeout_min'}")).toString());
        assertEquals(whole, call("Config.Get", json("{'level':-1}")));
        call("Config.Set", json("{'config':{'mqtt':{'keep_alive':5}}}"));
        assertEquals(
                "60", call("Config.Get", json("{'level':8,'key':'mqtt.keep_alive'}")).toString());
        assertEquals(
                "5", call("Config.Get", json("{'level':9,'key':'mqtt.keep_alive'}")).toString());
    }

    @Test
    void aGuardSaysWhoMayChangeWhat() throws Exception {
        ConfigGuard guard =
                (peer, path) ->
                        peer.isHost() && path.startsWith("mqtt.")
                                ? Optional.of("the host may not, as x.y is false. Ask the vendor")
                                : Optional.empty();
        call("Config.Set", json("{'config':{'mqtt':{'keep_alive':7}}}"));
        guards.bindGuard(guard);
        String refused = "mqtt.keep_alive: the host may not, as x.y is false. Ask the vendor";
        assertEquals("Config.Save: " + refused, refusal("Config.Save", "{}"));
        assertEquals(
                "Config.Set: " + refused,
                refusal("Config.Set", "{'config':{'mqtt':{'keep_alive':5}}}"));
        assertEquals(
                "Config.Set: " + refused,
                refusal("Config.Set", "{'config':{'mqtt':{'keep_alive':5}},'save':true}"));
        assertEquals("7", call("Config.Get", json("{'key':'mqtt.keep_alive'}")).toString());
        call("Config.Set", json("{'config':{'mqtt':{'keep_alive':7}}}")); // it is that already
        guards.unbindGuard(guard);
        call("Config.Save", json("{}"));
        guards.bindGuard((peer, path) -> Optional.empty());
        call("Config.Set", json("{'config':{'mqtt':{'keep_alive':8}},'save':true}"));
        assertEquals("8", call("Config.Get", json("{'key':'mqtt.keep_alive'}")).toString());
    }

    private String refusal(String method, String params) {
        Exception thrown = assertThrows(Exception.class, () -> call(method, json(params)));
        Throwable cause = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
        return cause.getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    Config.Get  | {'key':'mqtt.x'}   | key is "mqtt.x", must be a path that Config.Get shows
                    Config.Get  | {'key':'mqtt.server.x'} | key is "mqtt.server.x", must be a path that Config.Get shows
                    Config.Get  | {'key':'mqtt.'}    | key is "mqtt.", must be a path that Config.Get shows
                    Config.Get  | {'key':5}          | key is 5, must be a string
                    Config.Get  | {'level':10}       | level is 10, must be a whole number from -1 to 9
                    Config.Set  | {}                 | config is missing, must be an object of settings
                    Config.Set  | {'key':'mqtt.server'} | config is missing, must be the value of mqtt.server
                    Config.Set  | {'config':5}       | config: found a number, must be an object of settings
                    Config.Set  | {'config':{'mqtt':{'x':1}}} | mqtt.x: no such setting. Is the bundle that has it installed?
                    Config.Set  | {'key':'mqtt.x','value':5} | key is "mqtt.x", must be a path that Config.Get shows
                    Config.Set  | {'key':'mqtt.pass','value':5} | mqtt.pass: found ********, must be a string
                    Config.Set  | {'key':'mqtt.keep_alive','value':-5} | mqtt.keep_alive: found -5, must be from 0 to 65535
                    Config.Set  | {'config':{},'level':0} | level is 0, must be a whole number from 1 to 9
                    Config.Set  | {'config':{},'level':5} | save is missing, must be true when a level is given
                    Config.Set  | {'config':{},'level':5,'save':true,'try_once':true} | try_once is true, must be false below level 9
                    Config.Set  | {'config':{'mqtt':{'x':1}},'level':5,'save':true} | mqtt.x: no such setting. Is the bundle that has it installed?
                    Config.Set  | {'config':{},'save':1} | save is 1, must be true or false
                    Config.Save | {'reboot':'yes'}   | reboot is "yes", must be true or false
                    Config.Save | {'level':0}        | level is 0, must be a whole number from 1 to 9
                    Config.Save | {'level':3,'try_once':true} | try_once: only the user's level 9 can be tried, not 3
                    """)
    void whatIsWrongIsNamedAndChangesNothing(String method, String params, String message)
            throws Exception {
        JsonNode before = gateway.tree().masked();
        RpcException refused = assertThrows(RpcException.class, () -> call(method, json(params)));
        assertEquals(RpcException.INVALID_PARAMS, refused.code());
        assertEquals(method + ": " + message, refused.getMessage());
        assertEquals(before, gateway.tree().masked());
        assertFalse(Files.exists(data.resolve("config/conf9.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    Config.Get  | {'key':'mqtt.x'}             | 404 invalid config key
                    Config.Set  | {'key':'mqtt.x','value':5}   | 404 invalid config key
                    Config.Set  | {}                           | 400 value is required
                    Config.Set  | {'config':{},'level':0}      | 400 not allowed
                    Config.Set  | {'key':'mqtt.enable','value':5} | 400 invalid config value: [mqtt.enable] is not a boolean: found 5, must be true or false
                    Config.Set  | {'key':'mqtt.server','value':5} | 400 invalid config value: [mqtt.server] is not a string: found 5, must be a string
                    Config.Set  | {'key':'mqtt.keep_alive','value':'5'} | 400 invalid config value: [mqtt.keep_alive] is not a number: found "5", must be a whole number
                    Config.Set  | {'config':{'mqtt':{'x':1}}}  | 404 mqtt.x: no such setting. Is the bundle that has it installed?
                    Config.Set  | {'config':{'mqtt':{'server':'no'}},'save':true} | -1 error saving config: mqtt.server: no is no name
                    """)
    void networkChannelsHearTheWordsOfTheOriginal(String method, String params, String words)
            throws Exception {
        gateway.checks()
                .bindCheck(
                        section ->
                                section.path("server").textValue().equals("no")
                                        ? List.of("mqtt.server: no is no name")
                                        : List.of(),
                        Map.of(ConfigCheck.SECTION, "mqtt"));
        RpcException refused = assertThrows(RpcException.class, () -> call(method, json(params)));
        assertEquals(words, refused.networkCode() + " " + refused.networkMessage());
    }

    @Test
    void aCheckIsAskedBeforeSavingAndNotBeforeSetting() throws Exception {
        gateway.checks()
                .bindCheck(section -> List.of("never"), Map.of(ConfigCheck.SECTION, "mqtt"));
        call("Config.Set", json("{'key':'mqtt.server','value':'a'}"));
        RpcException refused =
                assertThrows(RpcException.class, () -> call("Config.Save", json("{}")));
        assertEquals("Config.Save: never", refused.getMessage());
        assertFalse(Files.exists(data.resolve("config/conf9.json")));
        call("Config.Set", json("{'key':'mqtt.server','value':''}"));
        call("Config.Save", json("{}")); // that section is as it was
    }

    @Test
    void setAnswersWhetherItIsSaved() throws Exception {
        String saved = "{\"saved\":true}";
        assertEquals(
                "{\"saved\":false}",
                call("Config.Set", json("{'key':'mqtt.server','value':'a','reboot':true}"))
                        .toString());
        assertFalse(Files.exists(data.resolve("config/conf9.json")));
        assertEquals(
                saved,
                call("Config.Set", json("{'value':{'mqtt':{'keep_alive':5}},'save':true}"))
                        .toString());
        assertEquals(
                json("{'mqtt':{'keep_alive':5,'server':'a'}}"),
                json(Files.readString(data.resolve("config/conf9.json"))));
        assertEquals(
                saved,
                call("Config.Set", json("{'config':{'mqtt':{'max_qos':0}},'level':4,'save':true}"))
                        .toString());
        assertEquals(
                json("{'mqtt':{'max_qos':0}}"),
                json(Files.readString(data.resolve("config/conf4.json"))));
        assertEquals(saved, call("Config.Save", json("{'try_once':true}")).toString());
        assertTrue(Files.exists(data.resolve("config/conf9.json.try")));
    }

    @Test
    void whatCannotBeSavedStaysInForceAndSaysWhy() throws Exception {
        Files.createDirectories(data.resolve("config/conf9.json.new/in the way"));
        RpcException failed =
                assertThrows(
                        RpcException.class,
                        () ->
                                call(
                                        "Config.Set",
                                        json(
                                                "{'key':'mqtt.keep_alive','value':5,'save':true,'reboot':true}")));
        assertEquals(RpcException.INTERNAL_ERROR, failed.code());
        assertTrue(
                failed.getMessage()
                        .startsWith(
                                "Config.Set: "
                                        + data.resolve("config")
                                        + ": cannot save conf9.json ("),
                failed.getMessage());
        assertEquals("5", call("Config.Get", json("{'key':'mqtt.keep_alive'}")).toString());
        assertEquals(Bundle.ACTIVE, gateway.context().getBundle(0).getState()); // and no reboot
    }

    @Test
    void rebootStopsTheFrameworkAfterTheAnswer() throws Exception {
        Bundle framework = gateway.context().getBundle(0);
        assertEquals("{\"saved\":true}", call("Config.Save", json("{'reboot':true}")).toString());
        assertEquals(Bundle.ACTIVE, framework.getState());
        gateway.stopTree();
        eventually(() -> assertEquals("restart", System.getProperty(Restart.EXIT)));
        eventually(() -> assertEquals(Bundle.RESOLVED, framework.getState()));
    }

    private JsonNode call(String method, JsonNode params) throws Exception {
        RpcCall call = new RpcCall(method, params, PEER, false);
        Object found =
                switch (method) {
                    case "Config.Get" -> new ConfigGet(gateway.tree(), id);
                    case "Config.Set" -> new ConfigSet(gateway.tree(), saves, guards, id);
                    default -> new ConfigSave(gateway.tree(), saves, guards);
                };
        if (found instanceof RpcMethod direct) {
            return direct.call(call);
        }
        try {
            return ((DeferredRpcMethod) found)
                    .call(call)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
