package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WifiCheckTest {
    private final WifiCheck check = new WifiCheck();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'ssid':''|STA SSID must be between 1 and 32 bytes",
                "'ssid':'123456789012345678901234567890123'|STA SSID must be between 1 and 32 bytes",
                "'ssid':'Grüße aus dem Gästenetz 123 üü'|STA SSID must be between 1 and 32 bytes",
                "'ssid':'a','pass':'1234'|STA password must be between 8 and 63 chars",
                "'ssid':'a','ip':'10.0.0.2'|Static IP is set but no netmask provided",
                "'ssid':'a','ip':'10.0.0','netmask':'255.0.0.0'|Static IP is invalid",
                "'ssid':'a','ip':'10.0.0.256','netmask':'255.0.0.0'|Static IP is invalid",
                "'ssid':'a','ip':'10.255.255.255','netmask':'255.0.0.0'|Static IP is invalid",
                "'ssid':'a','ip':'10.0.0.2','netmask':'255.0.255.0'|Static netmask is invalid",
                "'ssid':'a','ip':'10.0.0.2','netmask':'0.0.0.0'|Static netmask is invalid",
                "'ssid':'a','ip':'10.0.0.2','netmask':'255.0.0.0','gw':'11.0.0.1'"
                        + "|Static gateway is invalid",
                "'ssid':'a','ip':'10.0.0.2','netmask':'255.0.0.0','nameserver':'dns.example'"
                        + "|Static nameserver is invalid",
                "'ssid':'a','bssid':'02:00:00:00:01'|STA BSSID must be like 02:00:00:00:01:00"
            })
    void refusesANetworkThatCannotWork(String settings, String message) throws Exception {
        for (String network : List.of("sta", "sta1", "sta2")) {
            assertEquals(
                    List.of("wifi." + network + ": " + message),
                    check("{'" + network + "':{'enable':true," + settings + "}}"));
            assertEquals(List.of(), check("{'" + network + "':{'enable':false," + settings + "}}"));
        }
    }

    @Test
    void takesNetworksThatCan() throws Exception {
        assertEquals(List.of(), check("{'sta':{'enable':true,'ssid':'a'}}"));
        assertEquals(List.of(), check("{'sta':{'enable':true,'ssid':'a','pass':'12345'}}"));
        assertEquals(
                List.of(),
                check(
                        "{'sta':{'enable':true,'ssid':'a','ip':'10.0.0.2','netmask':'255.255.255.0',"
                                + "'gw':'10.0.0.1','nameserver':'10.0.0.1',"
                                + "'bssid':'02:00:00:00:AA:00'}}"));
    }

    @Test
    void checksTheAccessPoint() throws Exception {
        String good = "'dhcp_start':'b','dhcp_end':'c','netmask':'255.255.255.0'";
        String named = "{'ap':{'enable':true,'ssid':'a'," + good;
        assertEquals(List.of(), check(named + ",'ip':'10.0.0.1'}}"));
        assertEquals(
                List.of("wifi.ap: AP IP or netmask is invalid"), check(named + ",'ip':'10.0.0'}}"));
        assertEquals(
                List.of("wifi.ap: AP IP or netmask is invalid"),
                check(named.replace("255.0'", "253.0'") + ",'ip':'10.0.0.1'}}"));
        assertEquals(
                List.of(
                        "wifi.ap: AP SSID must be between 1 and 32 bytes",
                        "wifi.ap: AP password must be between 8 and 63 chars",
                        "wifi.ap: AP IP, netmask, DHCP start and end addresses must be set"),
                check("{'ap':{'enable':true,'pass':'1234567'," + good + "}}"));
    }

    private List<String> check(String json) throws Exception {
        return check.check((ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}
