package ccm.cloud.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ccm.api.cloud.CloudMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AWS takes and what not, by the words of the refusal. */
class AwsDialectTest {
    private final AwsDialect dialect =
            new AwsParts(Things.settings(), Path.of("."), Duration.ZERO).dialect();

    AwsDialectTest() {
        dialect.present(ThingTopics.of("ccm-0001", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t",
                "a/b/c/d/e/f/g/h",
                "$aws/rules/r/a/b/c/d/e/f/g/h",
                "$aws/things/other/shadow/name/x/update"
            })
    void takesTopicsWithinItsLimits(String topic) {
        assertEquals(Optional.empty(), dialect.refusal(message(topic, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/c/d/e/f/g/h/i, 8 slashes",
        "$aws/rules/r/a/b/c/d/e/f/g/h/i, 8 slashes",
        "$aws/rules//t, Basic Ingest needs a rule",
        "$SYS/broker, begin with another sign"
    })
    void refusesTopicsBeyondThem(String topic, String why) {
        String refusal = dialect.refusal(message(topic, false)).orElseThrow();
        assertTrue(refusal.startsWith(topic + ": ") && refusal.contains(why), refusal);
    }

    @Test
    void countsBytesOfTopicsAndNotSigns() {
        assertEquals(Optional.empty(), dialect.refusal(message("a".repeat(256), false)));
        assertTrue(dialect.refusal(message("a".repeat(257), false)).isPresent());
        assertTrue(dialect.refusal(message("ä".repeat(129), false)).isPresent());
        String ingest = "$aws/rules/a_long_name_of_a_rule/" + "a".repeat(256);
        assertEquals(Optional.empty(), dialect.refusal(message(ingest, false)));
    }

    @Test
    void retainsNothingOnReservedTopics() {
        assertEquals(Optional.empty(), dialect.refusal(message("t", true)));
        String refusal = dialect.refusal(message("$aws/rules/r/t", true)).orElseThrow();
        assertTrue(refusal.contains("leave retain out"), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "$aws/things/ccm-0001/shadow/update/delta, use Shadow.Get",
        "$aws/things/ccm-0001/jobs/notify-next, the gateway itself listens",
        "$aws/rules/r/t, one way",
        "$SYS/#, only $aws/ and $share/",
        "$share/g, write $share/GROUP/FILTER",
        "+/+/+/+/+/+/+/+/+, 8 slashes"
    })
    void refusesFilters(String filter, String why) {
        String refusal = dialect.refusal(filter).orElseThrow();
        assertTrue(refusal.startsWith(filter + ": ") && refusal.contains(why), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "a/#", "$share/g/a/#", "$aws/things/ccm-0001/shadow/name/x/#"})
    void takesOtherFilters(String filter) {
        assertEquals(Optional.empty(), dialect.refusal(filter));
    }

    @Test
    void countsFilters() {
        Set<String> others =
                IntStream.range(0, 43).mapToObj(i -> "t/" + i).collect(Collectors.toSet());
        assertEquals(Optional.empty(), dialect.refusal("t/1", others));
        String refusal = dialect.refusal("one/more", others).orElseThrow();
        assertTrue(refusal.contains("50 filters a connection"), refusal);
    }

    private static CloudMessage message(String topic, boolean retain) {
        return new CloudMessage(topic, new byte[0], 1, retain);
    }
}
