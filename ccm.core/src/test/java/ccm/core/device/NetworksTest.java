package ccm.core.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ccm.api.wifi.Wifi;
import ccm.api.wifi.WifiAccessPoint;
import ccm.api.wifi.WifiJoin;
import ccm.api.wifi.WifiNetwork;
import ccm.api.wifi.WifiState;
import ccm.api.wifi.WifiState.Phase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NetworksTest {
    @Test
    void theRadioKnowsMoreThanItsInterface() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        new Networks().addTo(info, Optional.of(new Joined()));
        assertEquals(
                "{\"sta_ip\":\"192.168.1.20\",\"ap_ip\":\"192.168.4.1\",\"status\":\"got ip\","
                        + "\"ssid\":\"Home\"}",
                info.path("wifi").toString());
    }

    /** A radio in a network, with its own network open. */
    private static final class Joined implements Wifi {
        @Override
        public String device() {
            return "wlan0";
        }

        @Override
        public String runner() {
            return "test";
        }

        @Override
        public WifiState state() {
            return new WifiState(Phase.GOT_IP, "Home", "", "192.168.1.20", -50, "");
        }

        @Override
        public Optional<WifiAccessPoint> accessPoint() {
            return Optional.of(new WifiAccessPoint("CCM", "", false, 6, "192.168.4.1", 24, ""));
        }

        @Override
        public CompletionStage<List<WifiNetwork>> scan() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<WifiState> join(WifiJoin request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> leave() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> open(WifiAccessPoint request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> close() {
            throw new UnsupportedOperationException();
        }
    }
}
