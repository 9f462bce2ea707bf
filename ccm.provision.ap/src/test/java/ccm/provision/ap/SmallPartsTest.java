package ccm.provision.ap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {
    @Test
    void aPaceLetsABurstThroughAndThenSoMany() {
        AtomicLong now = new AtomicLong();
        Pace pace = new Pace(0.5, 3, now::get);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, pace.take("a"));
        }
        assertEquals(2, pace.take("a"));
        assertEquals(0, pace.take("b"));
        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertEquals(0, pace.take("a"));
        assertEquals(2, pace.take("a"));
    }

    @Test
    void aPaceForgetsTheOldestOfManyAddresses() {
        Pace pace = new Pace(0.1, 1, () -> 0);
        assertEquals(0, pace.take("first"));
        assertEquals(10, pace.take("first"));
        for (int i = 0; i < 300; i++) {
            pace.take("address " + i);
        }
        assertEquals(0, pace.take("first"));
    }

    @Test
    void aSubnetKnowsItsOwn() throws Exception {
        Subnet subnet = new Subnet("192.168.4.1", "255.255.255.0");
        assertEquals(24, subnet.prefix());
        assertTrue(subnet.contains(InetAddress.getByName("192.168.4.77")));
        assertFalse(subnet.contains(InetAddress.getByName("192.168.5.77")));
        assertFalse(subnet.contains(InetAddress.getByName("::1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Home", "", "\u0000\r\n\t", "caf\u00e9", "咖啡 \uD83D\uDE00", "a&b=c d+%"})
    void aChoiceComesBackFromAForm(String ssid) {
        for (boolean utf8 : new boolean[] {true, false}) {
            Choice choice = new Choice(ssid, utf8);
            Optional<Choice> back = Choice.of(choice.value());
            assertEquals(ssid.isEmpty() ? Optional.empty() : Optional.of(choice), back);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t", "t4", "t4x", "x4142", "t41424"})
    void whatIsNoChoiceIsNone(String value) {
        assertEquals(Optional.empty(), Choice.of(value));
    }

    @Test
    void textOfStrangersStaysText() {
        assertEquals("&lt;a b=&#39;&quot;&amp;\uFFFD\uFFFD", Html.text("<a b='\"&\u0007\u2066"));
        assertEquals("<bdi>\uFFFD\uD83D\uDE00</bdi>", Html.name("\uD83D\uD83D\uDE00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Provision.Join | {}                                                | true
                    PROVISION.join | {}                                                | true
                    Config.Save    | {}                                                | true
                    Config.Set     | {"config":{"wifi":{"sta":{"pass":"a"}}}}          | true
                    config.set     | {"value":{"wifi":{"sta1":{"pass":"a"}}}}          | true
                    Config.Set     | {"key":"wifi","value":{"sta":{"pass":"a"}}}       | true
                    Config.Set     | {"key":"wifi.sta","value":{"pass":"a"}}           | true
                    Config.Set     | {"key":"wifi.sta.pass","config":"a"}              | true
                    Config.Set     | {"key":"wifi.sta_ps_mode","value":1}              | false
                    Config.Set     | {"config":{"wifi":{"ap":{"hidden":true}}}}        | false
                    Wifi.Scan      | {"config":{"wifi":{"sta":{}}}}                    | false
                    """)
    void whatMayBeATryIsCounted(String method, String params, boolean counts) throws IOException {
        assertEquals(counts, Engine.isTry(method, new ObjectMapper().readTree(params)));
    }
}
