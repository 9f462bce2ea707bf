package ccm.core.config;

import static ccm.core.config.Sample.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.config.ConfigException;
import ccm.api.config.ConfigException.Kind;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken as a change and what is refused, and who owns a place. */
class SchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'mqtt':{'enable':1}}            | mqtt.enable: found 1, must be true or false
                    {'mqtt':{'enable':'true'}}       | mqtt.enable: found "true", must be true or false
                    {'mqtt':{'server':5}}            | mqtt.server: found 5, must be a string
                    {'mqtt':{'server':null}}         | mqtt.server: found null, must be a string
                    {'mqtt':{'server':{'a':'b'}}}    | mqtt.server: found an object, must be a string
                    {'mqtt':{'keep_alive':'60'}}     | mqtt.keep_alive: found "60", must be a whole number
                    {'mqtt':{'keep_alive':5.5}}      | mqtt.keep_alive: found 5.5, must be a whole number
                    {'mqtt':{'keep_alive':1e99}}     | mqtt.keep_alive: found 1.0E99, must be a whole number
                    {'mqtt':{'keep_alive':-1}}       | mqtt.keep_alive: found -1, must be from 0 to 65535
                    {'mqtt':{'keep_alive':65536}}    | mqtt.keep_alive: found 65536, must be from 0 to 65535
                    {'mqtt':{'reconnect_timeout_min':0}} | mqtt.reconnect_timeout_min: found 0, must be at least 0.1
                    {'mqtt':{'max_qos':2}}           | mqtt.max_qos: found 2, must be one of 0, 1
                    {'mqtt':{'ws':{'path':'123456789'}}} | mqtt.ws.path: found "123456789", must be at most 8 characters long
                    {'mqtt':{'topics':'a'}}          | mqtt.topics: found "a", must be a list, each a string
                    {'mqtt':{'topics':['a',5]}}      | mqtt.topics: found ["a",5], must be a list, each a string
                    {'mqtt':{'pass':12345}}          | mqtt.pass: found ********, must be a string
                    {'mqtt':{'passs':'hush'}}        | mqtt.passs: no such setting. Is the bundle that has it installed?
                    {'mqtt':{'server':'ok','x':{}}}  | mqtt.x: no such setting. Is the bundle that has it installed?
                    {'mqtt':'hush'}                  | mqtt: found a string, must be an object of settings
                    {'mqtt':{'ws':null}}             | mqtt.ws: found null, must be an object of settings
                    {'':1}                           | config: found a number, must be an object of settings
                    ['hush']                         | config: found a list, must be an object of settings
                    'hush'                           | config: found a string, must be an object of settings
                    """,
            quoteCharacter = '\0')
    void refusesWithPathValueAndRule(String change, String message) throws IOException {
        Schema schema = Sample.schema();
        ConfigException refused =
                assertThrows(ConfigException.class, () -> schema.check(json(change)));
        boolean unknown = message.contains("no such setting");
        assertEquals(unknown ? Kind.UNKNOWN : Kind.INVALID, refused.kind());
        assertEquals(message, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'mqtt':{'keep_alive':5.0}}            | 5
                    {'mqtt':{'keep_alive':5e0}}            | 5
                    {'mqtt':{'reconnect_timeout_min':5}}   | 5.0
                    {'mqtt':{'max_bytes':8589934592}}      | 8589934592
                    {'mqtt':{'ratio':0.3}}                 | 0.3
                    {'mqtt.keep_alive':7}                  | 7
                    """,
            quoteCharacter = '\0')
    void takesEveryWayToWriteANumber(String change, String value) throws Exception {
        assertEquals(
                value, Sample.schema().check(json(change)).values().iterator().next().toString());
    }

    @Test
    void takesPinsAsTheOriginalNumbersThem() throws Exception {
        Schema schema =
                Sample.schema(
                        """
                        <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
                          <OCD id="o" name="O"><AD id="boot0_pin" type="String" default=""/></OCD>
                          <Designate pid="ccm.o"><Object ocdref="o"/></Designate>
                        </MetaData>
                        """);
        assertEquals("{o.boot0_pin=\"17\"}", schema.check(json("{'o.boot0_pin':17}")).toString());
        assertEquals("{o.boot0_pin=\"-1\"}", schema.check(json("{'o.boot0_pin':-1}")).toString());
        assertEquals(
                "{o.boot0_pin=\"rts\"}", schema.check(json("{'o.boot0_pin':'rts'}")).toString());
        for (String wrong : new String[] {"true", "null", "{}", "[17]", "17.5"}) {
            ConfigException refused =
                    assertThrows(
                            ConfigException.class,
                            () -> schema.check(json("{'o.boot0_pin':" + wrong + "}")));
            assertEquals(Kind.INVALID, refused.kind());
        }
    }

    @Test
    void aMaskedSecretMeansUnchangedAndAnEmptyOneUnset() throws Exception {
        assertTrue(Sample.schema().check(json("{'mqtt':{'pass':'********'}}")).isEmpty());
        assertEquals(
                "{mqtt.pass=\"\"}", Sample.schema().check(json("{'mqtt':{'pass':''}}")).toString());
    }

    @Test
    void theLongerPidOwnsAPlace() throws IOException {
        Schema schema =
                Sample.schema(
                        Sample.number("ccm.host.rpc", "uart.port"),
                        Sample.number("ccm.host.rpc.uart", "port"),
                        Sample.number("ccm.host", "rpc"));
        assertEquals("ccm.host.rpc.uart", schema.setting("host.rpc.uart.port").orElseThrow().pid());
        assertEquals(
                Set.of("host.rpc.uart.port of ccm.host.rpc", "host.rpc of ccm.host"),
                schema.conflicts());
    }

    @Test
    void theFirstOfTwoBundlesKeepsAPid() throws IOException {
        Schema schema = Sample.schema(Sample.number("ccm.a", "one"), Sample.number("ccm.a", "two"));
        assertTrue(schema.setting("a.one").isPresent());
        assertFalse(schema.setting("a.two").isPresent());
        assertEquals(Set.of("ccm.a of a second bundle"), schema.conflicts());
    }
}
