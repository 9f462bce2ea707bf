package ccm.cloud.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a twin takes and what not. */
class TwinRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"on\":true,\"gone\":null,\"list\":[1,{\"a\":\"b\"}],\"é_-\":1.5}",
                "{\"i\":4503599627370496,\"j\":-4503599627370496,\"f\":1e300}",
                "{\"1\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":{\"9\":{\"10\":1}}}}}}}}}}"
            })
    void takes(String report) throws Exception {
        JsonNode tree = JSON.readTree(report);
        assertEquals(Optional.empty(), TwinRules.refusal(tree, tree));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5|an object",
                "[1]|an object",
                "null|an object",
                "{\"a\":{\"temp.max\":1}}|a/temp.max",
                "{\"$v\":1}|a dollar",
                "{\"a b\":1}|a space",
                "{\"a\\u0001\":1}|control",
                "{\"a\\u0085\":1}|control",
                "{\"\":1}|empty key",
                "{\"l\":[{\"a.b\":1}]}|l/0/a.b",
                "{\"i\":4503599627370497}|2^52",
                "{\"i\":-99999999999999999999999}|2^52",
                "{\"1\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":{\"9\":{\"a\":{\"b\":1}}}}}}}}}}}|deeper"
            })
    void refuses(String report, String why) throws Exception {
        JsonNode tree = JSON.readTree(report);
        String said = TwinRules.refusal(tree, tree).orElseThrow();
        assertTrue(said.contains(why), said);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertTrue(refused("{\"" + "k".repeat(1025) + "\":1}").contains("1024"));
        assertTrue(refused("{\"k\":\"" + "é".repeat(2049) + "\"}").contains("4096"));
        StringBuilder many = new StringBuilder("{\"z\":0");
        for (int i = 0; i < 9; i++) {
            many.append(",\"k").append(i).append("\":\"").append("x".repeat(4000)).append('"');
        }
        assertTrue(refused(many + "}").contains("a twin takes 32768"));
    }

    private static String refused(String report) {
        try {
            JsonNode tree = JSON.readTree(report);
            return TwinRules.refusal(tree, tree).orElseThrow();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
