package ccm.core.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MethodTableTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean starting = new AtomicBoolean();
    private final MethodTable table =
            new MethodTable(Duration.ofSeconds(10), starting::get, nanos::get);

    @Test
    void waitsForEveryNameShortlyAfterTheStart() {
        pass(2_999);
        assertTrue(table.mayCome("MQTT.Pub"));
        pass(2);
        assertFalse(table.mayCome("MQTT.Pub"));
    }

    @Test
    void waitsForEveryNameWhileBundlesStart() {
        starting.set(true);
        pass(60_000);
        assertTrue(table.mayCome("MQTT.Sub"));
        starting.set(false);
        pass(2_999);
        assertTrue(table.mayCome("MQTT.Sub"));
        pass(2);
        assertFalse(table.mayCome("MQTT.Sub"));
    }

    @Test
    void waitsForNoBundleThatDoesNotStartAtAll() {
        starting.set(true);
        pass(119_000);
        assertTrue(table.mayCome("MQTT.Sub"));
        pass(3_001);
        assertFalse(table.mayCome("MQTT.Sub"));
    }

    @Test
    void waitsForANameThatHasLeftWhateverItsCase() {
        pass(5_000);
        table.join("a", method(0, 1, "MQTT.Pub"));
        table.leave("a");

        pass(9_000);
        assertTrue(table.mayCome("mqtt.PUB"));
        assertFalse(table.mayCome("MQTT.Sub"));
        pass(1_001);
        assertFalse(table.mayCome("MQTT.Pub"));
    }

    @Test
    void aNameThatComesBackWhileItIsLookedForIsNotUnknown() {
        pass(5_000);
        table.join("a", method(0, 1, "MQTT.Pub"));
        table.leave("a");

        assertTrue(table.find("MQTT.Pub").isEmpty());
        table.join("b", method(0, 2, "MQTT.Pub"));

        assertFalse(table.isUnknown("mqtt.Pub"));
        assertTrue(table.isUnknown("MQTT.Sub"));
        table.leave("b");
        assertFalse(table.isUnknown("MQTT.Pub"));
        pass(10_001);
        assertTrue(table.isUnknown("MQTT.Pub"));
    }

    @Test
    void remembersTheLast256NamesThatLeft() {
        pass(5_000);
        for (int i = 0; i <= 256; i++) {
            table.join(i, method(0, i, "M" + i));
            table.leave(i);
        }

        assertFalse(table.mayCome("M0"));
        assertTrue(table.mayCome("M1"));
        assertTrue(table.mayCome("M256"));
    }

    @Test
    void prefersTheExactNameToAnotherCase() {
        LocalMethod upper = method(0, 1, "RPC.List");
        LocalMethod lower = method(0, 2, "rpc.list");
        table.join("a", upper);
        table.join("b", lower);

        assertSame(upper, table.find("RPC.List").orElseThrow());
        assertSame(lower, table.find("rpc.list").orElseThrow());
        assertSame(upper, table.find("Rpc.List").orElseThrow());
    }

    @Test
    void prefersTheHigherRankingAndFallsBackWhenItLeaves() {
        pass(5_000);
        LocalMethod old = method(0, 1, "M");
        LocalMethod better = method(5, 2, "M");
        table.join("a", old);
        table.join("b", better);
        assertSame(better, table.find("M").orElseThrow());

        table.leave("b");

        assertSame(old, table.find("M").orElseThrow());
        assertFalse(table.mayCome("M"));
    }

    @Test
    void listsEveryAliasInOrder() {
        table.join("a", method(0, 1, "Sys.Info", "Sys.GetInfo"));
        table.join("b", method(0, 2, "Config.Get"));

        assertEquals(List.of("Config.Get", "Sys.GetInfo", "Sys.Info"), List.copyOf(table.names()));
    }

    @Test
    void knowsWhatFirmwareCalls() {
        table.join("a", method(0, 1, "FS.List"));
        table.join("b", firmware(2, "Sys.Info", "Sys.GetInfo"));

        assertEquals(List.of("Sys.GetInfo", "Sys.Info"), List.copyOf(table.firmwareNames()));
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static LocalMethod method(int ranking, long id, String... names) {
        return new LocalMethod(
                new LocalMethod.Description(List.of(names), ""),
                new LocalMethod.Rank(ranking, id),
                Optional::empty);
    }

    private static LocalMethod firmware(long id, String... names) {
        MethodText text = new MethodText("", "", "", "", List.of(), "", "");
        return new LocalMethod(
                new LocalMethod.Description(List.of(names), text, true),
                new LocalMethod.Rank(0, id),
                Optional::empty);
    }
}
