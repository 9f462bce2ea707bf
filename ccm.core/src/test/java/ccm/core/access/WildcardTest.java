package ccm.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Config.Get; Config.Get; true",
                "config.get; CONFIG.GET; true",
                "Config.Get; Config.Get2; false",
                "Config.Get; XConfig.Get; false",
                "Config.*; Config.; true",
                "Config.*; Config.Get; true",
                "Config.*; Config; false",
                "*; RPC.List; true",
                "*; a/b; false",
                "**; a/b; true",
                "a*c; abbbc; true",
                "a*c; ab/c; false",
                "a**c; ab/c; true",
                "*.Get; Config.FS.Get; true",
                "*a*b*; xxaxxbxx; true",
                "*a*b*; xxbxxaxx; false",
                "FS.???; FS.Get; true",
                "FS.???; FS.List; false",
                "?; /; true",
                "FS.Get$; FS.Get; true",
                "FS.Get$; FS.Get2; false",
                "FS.*$; FS.Get; true",
                "FS.Get|FS.Put; FS.Put; true",
                "FS.Get,FS.P*; FS.Put; true",
                "FS.Get|FS.Put; FS.Rm; false",
                "''; ''; true",
                "''; a; false",
                "a.b; axb; false",
                "(a); (a); true"
            })
    void matchesAsTheOriginalDoes(String pattern, String text, boolean expected) {
        assertEquals(expected, new Wildcard(pattern).matches(text));
    }

    @Test
    void takesItsTimeHoweverTheTextIsChosen() {
        Wildcard pattern = new Wildcard("*a".repeat(30) + "b");
        assertTimeout(Duration.ofSeconds(5), () -> pattern.matches("a".repeat(60_000)));
    }
}
