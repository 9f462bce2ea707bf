package ccm.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT 3.1.1 section 4.7, with its own examples. */
class FilterTreeTest {
    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/tennis/player1/#, sport/tennis, false",
        "sport/#, sport, true",
        "#, a/b, true",
        "#, /, true",
        "#, $SYS/x, false",
        "+/x, $SYS/x, false",
        "$SYS/#, $SYS/x, true",
        "$SYS/#, $SYS, true",
        "$SYS/+, $SYS/x, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "+, finance, true",
        "a, a, true",
        "a, A, false",
        "a, a/, false",
        "a/+/c/#, a/b/c, true",
        "a/+/c/#, a/b/d, false",
        "a/$b, a/$b, true",
        "a/+, a/$b, true",
    })
    void matchesAsTheStandardSays(String filter, String topic, boolean matches) {
        FilterTree tree = new FilterTree();
        tree.add(filter);
        assertEquals(matches, tree.matches(topic));
    }

    @Test
    void matchesWhatAnyOfManyMatches() {
        FilterTree tree = new FilterTree();
        for (int i = 0; i < 1000; i++) {
            tree.add("t/" + i + "/+");
        }
        tree.add("+/7/x/#");
        assertTrue(tree.matches("t/999/a"));
        assertTrue(tree.matches("t/7/x/y"));
        assertFalse(tree.matches("t/1000/a"));
        assertFalse(new FilterTree().matches("t"));
    }

    @Test
    void knowsNewSubscriptionsAtOnceAndEachCloudItsOwn() {
        HostFilters filters = new HostFilters();
        List<Subscription> some = List.of(new Subscription("a/#", 1, "azure"));
        List<Subscription> more = List.of(some.get(0), new Subscription("b", 1, ""));
        assertTrue(filters.want(some, "azure", "a/x"));
        assertFalse(filters.want(some, "gcp", "a/x"));
        assertFalse(filters.want(some, "gcp", "b"));
        assertTrue(filters.want(more, "gcp", "b"));
    }
}
