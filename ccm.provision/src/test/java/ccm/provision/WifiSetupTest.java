package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.rpc.RpcException;
import ccm.api.wifi.WifiAccessPoint;
import ccm.testing.Quiet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks for the time being. */
@ExtendWith(Quiet.class)
class WifiSetupTest {
    private final Bench bench = new Bench();

    @Test
    void anAccessPointIsOpenedAsAskedForAndClosed() throws Exception {
        start();
        accessPoint(
                "{'ssid':'Lab-??????','pass':'12345678','ip':'10.9.8.1','netmask':'255.255.0.0'}");
        WifiAccessPoint open = bench.wifi.open.orElseThrow();
        assertEquals("Lab-A1B2C3", open.ssid());
        assertEquals("10.9.8.1/16", open.ip() + "/" + open.prefix());
        accessPoint("{'enable':false}");
        assertEquals(Optional.empty(), bench.wifi.open);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'ssid':''}            | AP SSID must be
                    {'pass':'1234567'}     | AP password must be
                    {'ip':'10.9.8'}        | AP IP or netmask is invalid
                    {'netmask':'24'}       | AP IP or netmask is invalid
                    {'channel':15}         | channel is 15
                    """)
    void anAccessPointThatCannotBeIsRefused(String params, String words) {
        start();
        RpcException e = assertThrows(RpcException.class, () -> accessPoint(params));
        assertEquals(400, e.networkCode());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertEquals(Optional.empty(), bench.wifi.open);
    }

    @Test
    void theAccessPointThatPeopleAreInIsLeftAlone() {
        bench.start();
        assertTrue(bench.ap.open);
        for (String params : List.of("{'ssid':'Lab'}", "{'enable':false}")) {
            RpcException e = assertThrows(RpcException.class, () -> accessPoint(params));
            assertEquals(503, e.networkCode());
            assertTrue(e.getMessage().contains("provision.ap.enable"), e.getMessage());
        }
        assertEquals(Optional.empty(), bench.wifi.open);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                    | the name of a network
                    {'ssid':'Home','pass':'1234'}         | STA password must be
                    {'ssid':'Home','ip':'10.0.0.5'}       | no netmask provided
                    """)
    void aNetworkThatCannotBeIsRefused(String params, String words) {
        start();
        RpcException e =
                assertThrows(
                        RpcException.class,
                        () ->
                                new Networks(bench.engine)
                                        .setupStation(Bench.direct("Wifi.SetupSTA", params)));
        assertEquals(400, e.networkCode());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        bench.time.seconds(2);
        assertEquals(List.of(), bench.wifi.asked);
    }

    private void start() {
        bench.routes = Set.of("eth0"); // nothing is open for people
        bench.start();
    }

    private void accessPoint(String params) throws RpcException {
        new Networks(bench.engine)
                .setupAccessPoint(Bench.direct("Wifi.SetupAP", params))
                .toCompletableFuture()
                .join();
    }
}
