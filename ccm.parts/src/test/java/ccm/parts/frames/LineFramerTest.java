package ccm.parts.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFramerTest implements LineFramer.Sink {
    private static final int LIMIT = 16;

    private final List<String> lines = new ArrayList<>();
    private final LineFramer framer = new LineFramer(LIMIT, this);
    private int overlong;

    @Test
    void joinsALineThatArrivesInPieces() {
        feed("{\"id\"");
        feed(":1}\n{");
        assertEquals(List.of("{\"id\":1}"), lines);
    }

    @Test
    void partsLinesThatArriveTogether() {
        feed("a\nb\r\n\n\r\nc\n");
        assertEquals(List.of("a", "b", "c"), lines);
    }

    @Test
    void findsALineEndThatArrivesInTwoPieces() {
        feed("a\r");
        feed("\nb");
        feed("\n");
        assertEquals(List.of("a", "b"), lines);
    }

    @Test
    void takesALineOfTheLimitInOnePieceAndInMany() {
        String longest = "0123456789abcdef";
        feed(longest + "\n");
        for (char c : (longest + "\n").toCharArray()) {
            feed(String.valueOf(c));
        }
        assertEquals(List.of(longest, longest), lines);
        assertEquals(0, overlong);
    }

    @Test
    void skipsAnOverlongLineWithOneWordAndTakesTheNext() {
        feed("0123456789abcdefg\n{}\n");
        feed("0123456789");
        feed("0123456789");
        feed("0123456789\n[]\n");
        assertEquals(List.of("{}", "[]"), lines);
        assertEquals(2, overlong);
    }

    @Test
    void forgetsAnUnfinishedLine() {
        feed("{\"half");
        framer.reset();
        feed("{}\n0123456789abcdefgh");
        framer.reset();
        feed("[]\n");
        assertEquals(List.of("{}", "[]"), lines);
    }

    @Test
    void cutsTheSameWhereverTheReadsFall() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append("x".repeat(random.nextInt(LIMIT + 4)))
                    .append(random.nextInt(4) == 0 ? "\r\n" : "\n");
        }
        feed(text.toString());
        List<String> whole = List.copyOf(lines);
        int overlongWhole = overlong;
        lines.clear();
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(40));
            feed(text.substring(from, to));
            from = to;
        }
        assertEquals(whole, lines);
        assertEquals(2 * overlongWhole, overlong);
    }

    @Override
    public void line(byte[] line) {
        lines.add(new String(line, UTF_8));
    }

    @Override
    public void overlong(int limit) {
        overlong++;
    }

    private void feed(String text) {
        byte[] bytes = ("--" + text + "--").getBytes(UTF_8);
        framer.accept(bytes, 2, bytes.length - 4);
    }
}
