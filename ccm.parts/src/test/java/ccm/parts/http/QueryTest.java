package ccm.parts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&b=true | {\"a\":1,\"b\":true}",
                "s=%22x%22 | {\"s\":\"x\"}",
                "s=word | {\"s\":\"word\"}",
                "s=two+words%21 | {\"s\":\"two words!\"}",
                "o=%7B%22k%22:[1]%7D | {\"o\":{\"k\":[1]}}",
                "flag | {\"flag\":\"\"}",
                "z=007 | {\"z\":\"007\"}",
                "a=1&&a=2 | {\"a\":2}",
                "u=%C3%BC | {\"u\":\"ü\"}"
            })
    void takesValuesAsJsonOrElseAsText(String query, String params) throws Exception {
        assertEquals(params, Query.params(query).toString());
    }

    @Test
    void hasNoParamsWithoutAQuery() throws Exception {
        assertTrue(Query.params("").isMissingNode());
    }

    @Test
    void refusesWhatIsNotEncoded() {
        Refusal refusal = assertThrows(Refusal.class, () -> Query.params("a=%zz"));
        assertFalse(refusal.getMessage().contains("zz"), "may be a password");
    }
}
