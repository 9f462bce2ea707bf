package ccm.sim.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Byte for byte what each generation of the library does. */
class MjsonTest {
    private static final String ECHO = "{\"error\":{\"code\":-32700,\"message\":\"";

    private final List<String> out = new ArrayList<>();
    private final List<String> responses = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(names = {"A", "B", "C", "E"})
    void answersAsRecorded(Generation generation) throws IOException {
        List<String> sent = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String line : transcript(generation)) {
            (line.startsWith("<") ? sent : expected)
                    .add(line.length() < 2 ? "" : line.substring(2));
        }
        feed(host(generation), String.join("\n", sent) + "\n");
        assertEquals(String.join("\n", expected), String.join("\n", out));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "E")
    void answersTheLongestFrameAndLosesAByteMore(Generation generation) {
        Mjson host = host(generation);
        feed(host, frame(255) + "\n");
        assertEquals(List.of("{\"id\":1,\"result\":5}"), out);
        feed(host, frame(256) + "\n" + frame(257) + "\n");
        assertEquals(1, out.size());
        feed(host, frame(258) + "\n");
        assertEquals(ECHO + "  \"}}", out.get(1)); // the tail behind the last 256 bytes
        feed(host, frame(255) + "\n");
        assertEquals("{\"id\":1,\"result\":5}", out.get(2));
    }

    @Test
    void takesLongFramesInTheNewestGeneration() {
        feed(host(Generation.E), frame(3000) + "\n");
        assertEquals(List.of("{\"id\":1,\"result\":5}"), out);
    }

    @ParameterizedTest
    @CsvSource({
        "A,'{\"id\":1}'",
        "B,'{\"id\":1,\"result\":null}'",
        "E,'{\"id\":1,\"result\":null}'"
    })
    void answersNothingInItsOwnWay(Generation generation, String expected) {
        Mjson host = host(generation);
        host.export("Nothing", params -> "");
        feed(host, "{\"id\":1,\"method\":\"Nothing\"}\n");
        assertEquals(List.of(expected), out);
    }

    @ParameterizedTest
    @CsvSource({
        "A,'{\"code\":-5}'",
        "B,'{\"code\":-5,\"message\":\"\"}'",
        "D,'{\"code\":-5,\"message\":\"\"}'",
        "E,'{\"code\":-5,\"message\":\"\",\"data\":{\"x\":1}}'"
    })
    void fails(Generation generation, String expected) {
        Mjson host = host(generation);
        host.export(
                "Fails",
                params -> {
                    throw new HostError(-5, "", "{\"x\":1}");
                });
        feed(host, "{\"id\":1,\"method\":\"Fails\"}\n{\"method\":\"Fails\"}\n");
        assertEquals(List.of("{\"id\":1,\"error\":" + expected + "}"), out);
    }

    @ParameterizedTest
    @EnumSource
    void takesFramesInPiecesAndWithCarriageReturns(Generation generation) {
        Mjson host = host(generation);
        for (char c : "{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]}\r\n\r\n".toCharArray()) {
            feed(host, String.valueOf(c));
        }
        assertEquals(List.of("{\"id\":1,\"result\":5}"), out);
    }

    @ParameterizedTest
    @CsvSource({"A,49,-32601", "A,50,-32700", "C,50,-32700", "E,50,-32601"})
    void knowsNamesOfSomeLength(Generation generation, int length, int code) {
        feed(host(generation), "{\"id\":1,\"method\":\"" + "m".repeat(length) + "\"}\n");
        assertTrue(out.get(0).contains("\"code\":" + code), out.get(0));
    }

    @ParameterizedTest
    @CsvSource({"C,-32601", "D,result", "E,result"})
    void matchesPatternsInTheLaterGenerations(Generation generation, String expected) {
        Mjson host = host(generation);
        host.export("GPIO.*", params -> "true");
        feed(host, "{\"id\":1,\"method\":\"GPIO.Write\"}\n");
        assertTrue(out.get(0).contains(expected), out.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "a*c,abbc,true",
        "a*c,ab/c,false",
        "a#c,ab/c,true",
        "a?c,abc,true",
        "a?c,ac,false",
        "a,A,false",
        "*,,true",
        "a*,ba,false",
        "#,a/b,true",
        "*/x,a/x,true",
        "*.x,.x,true"
    })
    void globs(String pattern, String name, boolean matches) {
        assertEquals(matches, Glob.matches(pattern, name == null ? "" : name));
    }

    @Test
    void goesTwentyLevelsDeepAndNoFurther() {
        Mjson host = host(Generation.B);
        String nineteen = "[".repeat(19) + "]".repeat(19);
        feed(host, "{\"id\":1,\"method\":\"Sum\",\"params\":" + nineteen + "}\n");
        assertEquals("{\"id\":1,\"result\":0}", out.get(0));
        feed(host, "{\"id\":1,\"method\":\"Sum\",\"params\":[" + nineteen + "]}\n");
        assertTrue(out.get(1).startsWith(ECHO), out.get(1));
    }

    @Test
    void echoesBytesAsTheyAre() {
        feed(host(Generation.B), "\u00c3\u00a9\t\u0001\n");
        assertEquals(List.of(ECHO + "\u00c3\u00a9\\t\u0001\"}}"), out);
    }

    @Test
    void handsAnswersToTheCaller() {
        feed(host(Generation.B), "{\"id\":12,\"result\":5}\n");
        feed(host(Generation.E), "{\"id\":13,\"error\":{\"code\":1}}\n");
        assertEquals(
                List.of("{\"id\":12,\"result\":5}", "{\"id\":13,\"error\":{\"code\":1}}"),
                responses);
        assertEquals(List.of(), out);
    }

    @ParameterizedTest
    @CsvSource({
        "A,a\\/b,a/b",
        "A,caf\\u00e9 x,caf",
        "E,a\\/b,a",
        "E,a\\u0041b,aAb",
        "B,a\\nb\\\"c,'a\nb\"c'"
    })
    void readsEscapesAsItsStringGetter(Generation generation, String escaped, String expected) {
        assertEquals(expected, HostText.read(escaped, generation));
    }

    private Mjson host(Generation generation) {
        Mjson host = new Mjson(generation, "1.0", out::add, responses::add);
        host.export(
                "Sum", params -> params.contains("2,3") ? "5" : params.contains("1,1") ? "2" : "0");
        host.export("Shadow.Delta", params -> report(params));
        host.export("MQTT.Message", params -> "");
        return host;
    }

    private String report(String params) {
        out.add("{\"method\":\"Shadow.Report\",\"params\":" + params + "}");
        return "null";
    }

    private static void feed(Mjson host, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        host.accept(bytes, bytes.length);
    }

    /** A good call of just this length. */
    private static String frame(int length) {
        String call = "{\"id\":1,\"method\":\"Sum\",\"params\":[2,3]}";
        return call + " ".repeat(length - call.length());
    }

    private static List<String> transcript(Generation generation) throws IOException {
        String name = "/mjson-" + generation.name().toLowerCase(java.util.Locale.ROOT) + ".txt";
        try (InputStream in = MjsonTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
