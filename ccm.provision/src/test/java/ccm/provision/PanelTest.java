package ccm.provision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.board.PinRequest;
import ccm.api.board.PinRequest.Bias;
import ccm.api.rpc.DeferredRpcMethod;
import ccm.testing.Quiet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Quiet.class)
class PanelTest {
    private final Bench bench = new Bench();
    private final FakePins pins = new FakePins(bench.time);

    @ParameterizedTest
    @CsvSource({"0,1000", "1,500", "2,250"})
    void theLightBlinksTheFasterTheNearerServiceIs(int state, int half) {
        bench.cloud();
        bench.tree.with("provision.led.pin", 5);
        if (state >= 1) {
            bench.tree.with("wifi.sta.enable", true).with("wifi.sta.ssid", "Home");
            bench.tree.with("wifi.sta.pass", state == 1 ? "wrong word" : "right word");
        }
        start();
        pins.edges.clear();
        bench.time.millis(4L * half);
        List<Long> times = new ArrayList<>();
        pins.edges.forEach(edge -> times.add(Long.parseLong(edge.split(" ")[0])));
        assertEquals(4, times.size(), pins.edges.toString());
        for (int i = 1; i < times.size(); i++) {
            assertEquals(half, times.get(i) - times.get(i - 1));
        }
        assertEquals("gpiochip0/5", pins.taken.get(0).line());
    }

    @Test
    void theLightIsSteadyInService() {
        bench.tree.with("provision.led.line", "GPIO17").with("provision.led.active_high", false);
        bench.cloud().ready(bench.time.now());
        start();
        bench.time.seconds(20);
        assertEquals(List.of("0 on"), pins.edges);
        assertEquals("GPIO17", pins.taken.get(0).line());
        assertTrue(pins.taken.get(0).activeLow());
    }

    @Test
    void aButtonHeldAtTheStartOpensTheAccessPointAndKeepsTheRadioFree() {
        bench.routes = Set.of("eth0");
        bench.tree.with("wifi.ap.trigger_on_gpio", 7).with("provision.max_state", 3);
        bench.tree.with("wifi.sta.enable", true).with("wifi.sta.ssid", "Home");
        bench.tree.with("wifi.sta.pass", "right word");
        pins.pressed = true;
        start();
        bench.time.seconds(2);
        assertTrue(pins.taken.get(0).activeLow());
        pins.press(false);
        bench.time.seconds(600);
        assertTrue(bench.ap.open);
        assertEquals("", bench.wifi.state().ssid());
        assertEquals(List.of(), bench.rpcCalls);
        bench.routes = Set.of();
        bench.time.seconds(1);
        bench.call("ap", "Config.Set", Bench.WRONG);
        bench.time.seconds(30);
        assertTrue(bench.ap.open);
        assertEquals("", bench.wifi.state().ssid());
        bench.call("ap", "Config.Set", Bench.HOME).join();
        bench.time.seconds(30);
        assertFalse(bench.ap.open);
        assertEquals("Home", bench.wifi.state().ssid());
    }

    @Test
    void aButtonThatIsPressedLaterOpensNothing() {
        bench.cloud().ready(bench.time.now());
        bench.routes = Set.of("eth0");
        bench.tree.with("wifi.ap.trigger_on_gpio", 7);
        start();
        bench.time.seconds(15);
        pins.press(true);
        bench.time.seconds(5);
        assertFalse(bench.ap.open);
        assertEquals(0, pins.open);
    }

    @Test
    void aLightThatCannotBeHadIsAskedForAgain() {
        bench.tree.with("provision.led.pin", 5);
        pins.broken = true;
        start();
        pins.broken = false;
        bench.time.seconds(11);
        assertEquals(1, pins.open);
        bench.services.pins().remove(pins);
        bench.engine.nudge();
        assertEquals(0, pins.open);
        bench.engine.close();
    }

    @Test
    void aButtonHeldForLongEnoughResets() {
        button(3000, true);
        start();
        PinRequest asked = pins.taken.get(0);
        assertEquals(Bias.PULL_UP, asked.bias());
        assertTrue(asked.activeLow());
        assertEquals(50, asked.debounce().toMillis());
        pins.press(true);
        bench.time.millis(2900);
        pins.press(false);
        bench.time.seconds(5);
        assertEquals(List.of(), bench.rpcCalls);
        pins.press(true);
        bench.time.millis(3000);
        bench.time.millis(20);
        assertEquals(List.of("Config.FactoryReset by button"), bench.rpcCalls);
    }

    @Test
    void aButtonWorksAgainAfterAResetThatFailed() {
        Quiet.expectErrors();
        button(3000, true);
        start();
        Optional<DeferredRpcMethod> reset = bench.services.reset();
        bench.services.reset(Optional.empty()); // the core is being replaced
        pins.press(true);
        bench.time.seconds(4);
        pins.press(false);
        bench.services.reset(reset);
        bench.time.seconds(2);
        pins.press(true);
        bench.time.seconds(4);
        assertEquals(List.of("Config.FactoryReset by button"), bench.rpcCalls);
    }

    @Test
    void thePinOfTheOriginalResetsWhenItIsLowAtTheStart() {
        bench.tree.with("debug.factory_reset_gpio", 9);
        pins.pressed = true;
        start();
        bench.time.seconds(2);
        assertEquals("gpiochip0/9", pins.taken.get(0).line());
        assertTrue(pins.taken.get(0).activeLow());
        assertEquals(List.of("Config.FactoryReset by debug.factory_reset_gpio"), bench.rpcCalls);
    }

    @Test
    void aButtonThatBouncesAtTheEndDoesNotReset() {
        button(3000, false);
        start();
        assertEquals(Bias.PULL_DOWN, pins.taken.get(0).bias());
        pins.press(true);
        bench.time.millis(3006);
        pins.pressed = false; // 7 of 10 were active
        bench.time.seconds(1);
        assertEquals(List.of(), bench.rpcCalls);
    }

    @Test
    void aButtonPressedAtTheStartCountsFromThere() {
        button(3000, true);
        pins.pressed = true;
        start();
        bench.time.seconds(4);
        assertEquals(1, bench.rpcCalls.size());
        bench.time.seconds(20);
        assertEquals(1, bench.rpcCalls.size());
    }

    @Test
    void zeroMeansHeldAtTheStart() {
        button(0, true);
        start();
        bench.time.seconds(1);
        pins.press(true);
        bench.time.seconds(30);
        assertEquals(List.of(), bench.rpcCalls);
        assertEquals(0, pins.open);
    }

    @Test
    void heldAtTheStartResets() {
        button(0, true);
        pins.pressed = true;
        start();
        bench.time.seconds(2);
        assertEquals(1, bench.rpcCalls.size());
    }

    @Test
    void aButtonIsOffAfterAWhileAndWhenItIsMinusOne() {
        button(3000, true);
        bench.tree.with("provision.btn.inhibit_after_s", 60);
        start();
        bench.time.seconds(61);
        assertEquals(0, pins.open);
        bench.tree.with("provision.btn.hold_ms", -1).with("provision.btn.inhibit_after_s", 0);
        bench.engine.changed();
        bench.time.seconds(20);
        assertEquals(0, pins.open);
    }

    @Test
    void aButtonThatWasLostIsFoundAgain() {
        button(3000, true);
        pins.withoutResistors = true;
        start();
        assertEquals(Bias.AS_IS, pins.taken.get(0).bias());
        pins.lose();
        assertEquals(0, pins.open);
        bench.time.seconds(11);
        assertEquals(1, pins.open);
    }

    private void button(int hold, boolean pullUp) {
        bench.tree
                .with("provision.btn.pin", 0)
                .with("provision.btn.hold_ms", hold)
                .with("provision.btn.pull_up", pullUp);
    }

    private void start() {
        bench.services.pins().put(pins, "gpio");
        bench.start();
    }
}
